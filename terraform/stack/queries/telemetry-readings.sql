select
  message.publish_time,
  message.message_id,
  json_value(body, '$.tenantId') as tenant_id,
  json_value(body, '$.deviceId') as device_id,
  coalesce(json_value(body, '$.source'), 'device') as source,
  safe_cast(json_value(reading, '$.recordedAt') as timestamp) as recorded_at,
  safe_cast(json_value(reading, '$.sequence') as int64) as sequence,
  safe_cast(json_value(reading, '$.position.latitude') as float64) as latitude,
  safe_cast(json_value(reading, '$.position.longitude') as float64) as longitude,
  coalesce(
    safe_cast(json_value(reading, '$.position.altitudeM') as float64),
    safe_cast(json_value(reading, '$.position.altitudeFt') as float64) * 0.3048
  ) as altitude_m,
  coalesce(
    safe_cast(json_value(reading, '$.position.speedKph') as float64),
    safe_cast(json_value(reading, '$.position.speedMph') as float64) * 1.609344
  ) as speed_kph,
  safe_cast(json_value(reading, '$.position.headingDeg') as float64) as heading_deg,
  coalesce(
    safe_cast(json_value(reading, '$.position.accuracyM') as float64),
    safe_cast(json_value(reading, '$.position.accuracyFt') as float64) * 0.3048
  ) as accuracy_m,
  coalesce(
    safe_cast(json_value(reading, '$.odometerKm') as float64),
    safe_cast(json_value(reading, '$.odometerMi') as float64) * 1.609344
  ) as odometer_km,
  safe_cast(json_value(reading, '$.engineHours') as float64) as engine_hours,
  safe_cast(json_value(reading, '$.ignitionOn') as bool) as ignition_on,
  json_query(reading, '$.obd') as obd,
  json_query_array(reading, '$.events') as events
from `${table}` as message
-- What is not JSON has no readings; it stays visible in the table itself.
cross join unnest([safe.parse_json(message.data, wide_number_mode => 'round')]) as body
cross join unnest(json_query_array(body, '$.readings')) as reading
