-- Search by words. Row security keeps the full-text index from being used: the operator @@ is not leakproof, so a plan may apply it only
-- to rows that the policy let through, which means reading all passages of the tenant. This function looks into the index as the system
-- does. It tells no more than which of the tenant's own passages hold certain words; the caller's statement decides which may be seen.

-- Ids of passages of the current tenant's documents that match `wanted[1]`. Where there are more than `most`, so many of them, and as many
-- of those that match the stricter queries that follow it: what holds more words is not lost among what holds few.
create or replace function platform.passages_with_words(wanted tsquery[], most integer, not_of_model text default null) returns setof uuid
language plpgsql stable security definer
rows 150
set search_path = pg_catalog
-- The limit makes a plan look good that reads passages one after the other until enough are found.
set enable_seqscan = off
set enable_indexscan = off
as $$
declare
  schema_name text := (select p.schema_name from platform.tenant_placement(platform.current_tenant_id()) p);
  matching uuid[];
  found uuid[] := array[]::uuid[];
  words tsquery;
begin
  if schema_name is null then
    return;
  end if;
  foreach words in array wanted loop
    execute format(
      'select array(select id from %I.rag_embeddings where tenant_id = $1 and search_vector @@ $2 and source_type = ''document'' '
      'and ($3 is null or model_used <> $3) limit $4)', schema_name)
      into matching using platform.current_tenant_id(), words, not_of_model, most;
    found := found || matching;
    exit when cardinality(matching) < most;
  end loop;
  return query select distinct id from unnest(found) as id;
end
$$;
comment on function platform.passages_with_words(tsquery[], integer, text) is 'Passages of the current tenant that hold words; not who may see them.';
