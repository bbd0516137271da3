export { apiTokens } from './apiTokens.ts';
export { departments } from './departments.ts';
export { permissions } from './permissions.ts';
export { roles } from './roles.ts';
export { teamMembers } from './teamMembers.ts';
export { teams } from './teams.ts';
export { userPermissions } from './userPermissions.ts';
export { userRoles } from './userRoles.ts';
export { accountStatuses, users } from './users.ts';
