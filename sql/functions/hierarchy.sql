-- Trees of rows.

-- Before insert or update of the parent column, whose name is the argument. Any table with tenant_id, id and a parent.
create or replace function platform.refuse_cycle() returns trigger
language plpgsql
as $$
declare
  parent uuid := (to_jsonb(new) ->> tg_argv[0])::uuid;
  found boolean;
begin
  if parent is null or platform.is_moving() then
    return new;
  end if;
  -- Two moves at the same time could each be right and together make a cycle.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(new.tenant_id || '.' || tg_table_name || '.' || tg_argv[0], 0));
  execute format(
    'with recursive above as ('
    '  select id, %1$I as parent from %2$I.%3$I where tenant_id = $1 and id = $2'
    '  union select t.id, t.%1$I from %2$I.%3$I t join above on t.id = above.parent where t.tenant_id = $1'
    ') select $2 = $3 or exists (select from above where id = $3)', tg_argv[0], tg_table_schema, tg_table_name)
    into found using new.tenant_id, parent, new.id;
  if found then
    raise exception 'It would be above itself: % lies below %.', parent, new.id using errcode = 'WH422', column = tg_argv[0];
  end if;
  return new;
end
$$;
comment on function platform.refuse_cycle() is 'Refuses a parent that lies below the row itself.';

-- Before insert or update on departments.
create or replace function platform.department_path() returns trigger
language plpgsql
as $$
declare
  parent_path text;
begin
  if platform.is_moving() then
    return new;
  end if;
  if new.parent_department_id is not null then
    execute format('select department_path from %I.departments where tenant_id = $1 and id = $2', tg_table_schema)
      into parent_path using new.tenant_id, new.parent_department_id;
  end if;
  new.department_path := coalesce(parent_path, '') || '/' || new.department_code;
  return new;
end
$$;
comment on function platform.department_path() is 'The codes from the root down to a department.';

-- After update on departments: each child works out its own path and passes it on.
create or replace function platform.department_path_below() returns trigger
language plpgsql
as $$
begin
  if new.department_path is distinct from old.department_path and not platform.is_moving() then
    execute format('update %I.departments set department_path = null where tenant_id = $1 and parent_department_id = $2', tg_table_schema)
      using new.tenant_id, new.id;
  end if;
  return null;
end
$$;
comment on function platform.department_path_below() is 'Passes a changed path on to the departments below.';
