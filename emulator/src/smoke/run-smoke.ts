import type { Cloud } from '../cloud/start-cloud.ts';
import type { RunningTenant } from '../demo/create-demo.ts';
import type { Step } from '../process/index.ts';
import { smokeDocument } from './document.ts';
import { smokeInvoice } from './invoice.ts';
import { smokeIsolation } from './isolation.ts';
import { smokeSchedule } from './schedule.ts';
import { smokeTelemetry } from './telemetry.ts';

/** Drives the main job end to end on real input. Answers an exit code; what failed is printed. */
export async function runSmoke(cloud: Cloud, tenants: readonly RunningTenant[], step: Step): Promise<number> {
  const checks: [string, () => Promise<void>][] = tenants.flatMap((tenant, index): [string, () => Promise<void>][] => {
    const other = tenants[(index + 1) % tenants.length] as RunningTenant;
    return [
      [`${tenant.slug}: a recorded drive goes in over Pub/Sub and comes out of the API`, () => smokeTelemetry(cloud, tenant)],
      [`${tenant.slug}: a PDF dropped in the bucket becomes searchable text`, () => smokeDocument(cloud, tenant, other)],
      [`${tenant.slug}: a scanned invoice is understood, and questions about it are answered`, () => smokeInvoice(tenant)],
      [`${tenant.slug}: a scheduled job runs`, () => smokeSchedule(cloud, tenant)],
      [`${tenant.slug}: nothing of it is seen by ${other.slug}`, () => smokeIsolation(tenant, other)],
    ];
  });
  const failed: string[] = [];
  for (const [name, check] of checks) {
    await step(name, check).catch((error: unknown) => {
      failed.push(`${name}:\n  ${error instanceof Error ? error.message : String(error)}`);
    });
  }
  if (failed.length === 0) {
    console.log(`\nSmoke run passed: ${checks.length} checks.`);
    return 0;
  }
  console.error(`\nSmoke run failed:\n${failed.join('\n')}\nWith LOG_LEVEL=warn the functions say more.`);
  return 1;
}
