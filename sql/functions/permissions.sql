-- Roles that Wheelhouse made are what its documentation says; tenants make their own beside them.
create or replace function platform.guard_role() returns trigger
language plpgsql
as $$
begin
  if platform.is_moving() or platform.is_system() then
    return coalesce(new, old);
  end if;
  if tg_op = 'INSERT' then
    if new.is_system_role then
      raise exception 'System roles are made by Wheelhouse; make a custom role.' using errcode = 'WH422', column = 'is_system_role';
    end if;
    return new;
  end if;
  if tg_op = 'DELETE' then
    if old.is_system_role then
      raise exception 'The system role % cannot be deleted.', old.role_name using errcode = 'WH422';
    end if;
    return old;
  end if;
  if new.is_system_role <> old.is_system_role then
    raise exception 'Whether a role is a system role cannot be changed.' using errcode = 'WH422', column = 'is_system_role';
  elsif old.is_system_role and new.role_name <> old.role_name then
    raise exception 'The system role % cannot be renamed; change its display name.', old.role_name
      using errcode = 'WH422', column = 'role_name';
  elsif old.is_system_role and not new.is_active then
    raise exception 'The system role % cannot be switched off.', old.role_name using errcode = 'WH422', column = 'is_active';
  end if;
  return new;
end
$$;
comment on function platform.guard_role() is 'Refuses to delete, rename or switch off system roles.';
