-- Embeddings, the same to the application on every server: with pgvector an approximate index over `vector`; without it the same
-- column holds real[] and the distance is computed exactly, which is right for some thousands of chunks.

do $$
begin
  if to_regtype('public.embedding') is not null then
    return;
  end if;
  if exists (select from pg_catalog.pg_extension where extname = 'vector') then
    create domain public.embedding as public.vector(512);
    create function public.cosine_distance_of(a public.embedding, b public.embedding) returns double precision
      language sql immutable parallel safe
      as 'select a::public.vector(512) operator(public.<=>) b::public.vector(512)';
    create function platform.create_embedding_index(target regclass, column_name text) returns void
      language plpgsql
      -- The index wants to know the dimensions, which a domain hides: so it is over the cast that the distance has too.
      as 'begin execute format(''create index on %s using hnsw ((%I::public.vector(512)) public.vector_cosine_ops)'', target, column_name); end';
  else
    create domain public.embedding as real[] check (array_length(value, 1) = 512);
    -- Embeddings have unit length, so their dot product is the cosine.
    create function public.cosine_distance_of(a public.embedding, b public.embedding) returns double precision
      language sql immutable parallel safe
      as 'select 1 - sum(x::double precision * y) from unnest(a::real[], b::real[]) as pair (x, y)';
    create function platform.create_embedding_index(target regclass, column_name text) returns void
      language plpgsql
      as 'begin end';
  end if;
  comment on domain public.embedding is 'A unit vector of 512 numbers.';
  comment on function public.cosine_distance_of(public.embedding, public.embedding) is 'Cosine distance, 0 (same) to 2.';
  comment on function platform.create_embedding_index(regclass, text) is 'An approximate nearest-neighbour index, where the server has pgvector.';
end
$$;
