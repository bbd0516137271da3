-- Notes that events were published, in whichever placement their tenants are: one statement. Returns how many were noted.
create or replace function platform.mark_events_published(tenants uuid[], ids uuid[], at timestamptz) returns integer
language plpgsql
as $$
declare
  placement text;
  noted integer;
  total integer := 0;
begin
  for placement in select distinct t.schema_name::text from platform.tenants t where t.id = any (tenants) loop
    execute format(
      'update %I.domain_events set published_at = $3, publish_attempts = publish_attempts + 1 '
      'where tenant_id = any ($1) and id = any ($2) and published_at is null', placement)
      using tenants, ids, at;
    get diagnostics noted = row_count;
    total := total + noted;
  end loop;
  return total;
end
$$;
comment on function platform.mark_events_published(uuid[], uuid[], timestamptz) is 'Notes that Pub/Sub accepted these events.';
