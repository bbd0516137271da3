-- Before insert on routes.
create or replace function platform.route_author() returns trigger
language plpgsql
as $$
begin
  if not platform.is_moving() and new.created_by_user_id is null then
    execute format('select id from %I.users where tenant_id = $1 and id = platform.current_user_id()', tg_table_schema)
      into new.created_by_user_id using new.tenant_id;
  end if;
  return new;
end
$$;
comment on function platform.route_author() is 'The user who creates a route is written down with it.';
