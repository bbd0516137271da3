create table ${app}.driver_safety_scores (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  driver_id uuid not null,
  day date not null,
  distance_km double precision not null,
  driving_seconds integer not null,
  event_counts jsonb not null,
  score numeric(5, 2) not null,
  formula_version integer not null,
  constraint driver_safety_scores_pkey primary key (tenant_id, id),
  constraint driver_safety_scores_driver_id_day_key unique (tenant_id, driver_id, day),
  constraint driver_safety_scores_exposure check (distance_km >= 0 and driving_seconds >= 0),
  constraint driver_safety_scores_score_range check (score between 0 and 100),
  constraint driver_safety_scores_counts_object check (jsonb_typeof(event_counts) = 'object')
);
select platform.protect_table(
  '${app}.driver_safety_scores', 'How safely drivers drove, day by day: what they drove, what happened, and the score that follows from it.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['fleet_admin']::text[], changers => array['fleet_admin']::text[], touched => true
);
create index driver_safety_scores_day_score_idx on ${app}.driver_safety_scores (tenant_id, day, score);
comment on column ${app}.driver_safety_scores.day is 'In the time zone of the organisation''s rules.';
comment on column ${app}.driver_safety_scores.distance_km is 'Of trips that have ended; a trip over midnight counts on both days by its time.';
comment on column ${app}.driver_safety_scores.driving_seconds is 'Duration of these trips without idling.';
comment on column ${app}.driver_safety_scores.event_counts is 'Number of events by kind and severity: {"harsh_braking": {"minor": 2, "moderate": 0, "severe": 0}, …}.';
comment on column ${app}.driver_safety_scores.score is '0 (worst) to 100; docs/safety-score.md has the formula.';
comment on column ${app}.driver_safety_scores.formula_version is 'Which formula made the score.';

create table ${app}.safety_score_progress (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  read_until bigint not null,
  constraint safety_score_progress_pkey primary key (tenant_id, id),
  constraint safety_score_progress_one_row check (id = tenant_id)
);
select platform.protect_table(
  '${app}.safety_score_progress', 'How far the change feed of trips and driver behaviour events is taken into the safety scores: one row an organisation.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['fleet_admin']::text[], changers => array['fleet_admin']::text[], touched => true
);
comment on column ${app}.safety_score_progress.read_until is 'Events of transactions before this one are taken in.';

alter table ${app}.driver_safety_scores
  add constraint driver_safety_scores_driver_id_fkey foreign key (tenant_id, driver_id)
  references ${app}.drivers (tenant_id, id) on delete cascade deferrable;
