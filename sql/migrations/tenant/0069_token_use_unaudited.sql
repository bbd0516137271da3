-- As before, but said by what is left out: a column to come is audited by itself.
create or replace trigger audit_row after insert or update or delete on ${app}.api_tokens
  for each row execute function platform.audit_row('${audit}', '{token_hash}', '{last_used_at,usage_count}');
