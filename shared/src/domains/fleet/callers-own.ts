/** SQL: the driver that the caller is, as a list of ids. */
export const ownDrivers = '(select d.id from drivers d where d.user_id = platform.current_user_id())';

/** SQL: the vehicles that are assigned to the caller now, as a list of ids. */
export const assignedVehicles = `(select v.id from vehicles v join drivers d on d.tenant_id = v.tenant_id and d.id = v.assigned_driver_id
  where d.user_id = platform.current_user_id())`;
