set local role wheelhouse_system;

insert into ${platform}.system_settings (setting_key, setting_value, default_value, setting_type, category, description, validation_rules) values
  ('documents.locale', 'en-US', 'en-US', 'string', 'documents', 'How ambiguous dates and numbers in documents are read: a language tag such as en-US, en-GB or de-DE', '{"minLength": 2, "maxLength": 35}'),
  ('documents.auto_link_confidence', '0.9', '0.9', 'decimal', 'documents', 'A vehicle, driver or vendor that is found in a document with at least this confidence is linked by itself; below it a person is asked', '{"minimum": 0.5, "maximum": 1}'),
  ('documents.auto_accept', '{}', '{}', 'json', 'documents', 'Follow-ups that are accepted without a person: least confidence by class of document, as in {"fuel_receipt": 0.95}', null);

reset role;
