import { resource } from '../../resource/resource.ts';
import { auditLog, jobExecutionHistory, scheduledJobs, systemSettings } from './tables/index.ts';

/** Its own values and settings of an organisation; what applies, with the platform's, is `settings:effective`. */
export const settingResource = resource({
  path: 'settings',
  singular: 'setting',
  table: systemSettings,
  summary: 'Settings that the organisation gave a value',
  operations: ['list', 'get', 'changes'],
  permissions: { read: 'setting.read', write: 'setting.write' },
  hidden: ['settingValue'],
  search: ['settingKey', 'description'],
});

export const scheduledJobResource = resource({
  path: 'scheduled-jobs',
  singular: 'scheduledJob',
  table: scheduledJobs,
  summary: 'Work that runs by a schedule',
  operations: ['list', 'get', 'delete', 'changes'],
  permissions: { read: 'job.read', write: 'job.write' },
  search: ['jobName', 'jobHandler'],
  includes: { executions: { many: 'job-executions', by: 'scheduledJobId' } },
});

/** Stack traces are for the log and the database, not for clients. */
export const jobExecutionResource = resource({
  path: 'job-executions',
  singular: 'jobExecution',
  table: jobExecutionHistory,
  summary: 'Runs of scheduled jobs and how they ended',
  operations: ['list', 'get'],
  permissions: { read: 'job.read', write: 'job.write' },
  hidden: ['errorStackTrace'],
  includes: { scheduledJob: { one: 'scheduled-jobs', via: 'scheduledJobId' } },
});

/** The permission is not enough: the database shows the trail to the roles audit_admin, compliance_officer and above only. */
export const auditEntryResource = resource({
  path: 'audit-log',
  singular: 'auditEntry',
  table: auditLog,
  summary: 'Who did what to which row, before and after',
  operations: ['list', 'get'],
  permissions: { read: 'audit.read', write: 'audit.read' },
  search: ['resourceType', 'resourceId', 'operationDescription'],
});
