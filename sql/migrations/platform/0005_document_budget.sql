set local role wheelhouse_system;

insert into ${platform}.system_settings (setting_key, setting_value, default_value, setting_type, category, description, validation_rules) values
  ('documents.ai_budget_usd', '50', '50', 'decimal', 'documents',
    'Most that models may cost in a calendar month (UTC), in US dollars; then they are not asked until the next', '{"minimum": 0}');

reset role;
