/** Data of the events that users, roles and API tokens have beyond created, updated and deleted; the subject is the row. */
export type IdentityEvents = {
  'user.invited': { id: string; email: string };
  'user.suspended': { id: string; reason: string };
  'user.reactivated': { id: string };
  'user.emailChanged': { id: string; email: string };
  'user.roleAssigned': { id: string; roleId: string; roleName: string; primary: boolean };
  'user.roleRemoved': { id: string; roleId: string };
  'user.permissionSet': { id: string; permissionKey: string; permissionType: 'grant' | 'deny' };
  'user.permissionCleared': { id: string; permissionKey: string };
  'role.defined': { id: string; permissions: string[] };
  'apiToken.created': { id: string; userId: string; tokenName: string; tokenPrefix: string; permissions: string[] };
  'apiToken.revoked': { id: string; userId: string; reason: string | null };
};
