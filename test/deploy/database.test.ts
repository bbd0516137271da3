import { describe, expect, it } from 'vitest';
import { type Answer, workspace } from './workspace.ts';

const image = `europe-west1-docker.pkg.dev/example/wheelhouse/wheelhouse:${'a'.repeat(64)}`;
const clone = 'wheelhouse-clone-0a1b2c3d';
const cloned: Answer = { call: 'sql instances clone', out: 'operation-1\n' };

function inBuild() {
  const space = workspace();
  space.write('build/deploy/tool-image', `${image}\n`);
  return space;
}

const deleted = (calls: string[]) => calls.some((call) => call.startsWith(`gcloud sql instances delete ${clone} `));

describe('the migration', () => {
  it('prepares and migrates with the command line of this build', () => {
    const { status, calls } = inBuild().run('migrate.sh');
    expect(status).toBe(0);
    const job = 'wheelhouse-database --project=example --region=europe-west1';
    expect(calls).toEqual([
      `gcloud run jobs update ${job} --image=${image}`,
      `gcloud run jobs execute ${job} --wait --args=database,prepare`,
      `gcloud run jobs execute ${job} --wait`,
    ]);
  });

  it('fails when the job fails', () => {
    expect(inBuild().run('migrate.sh', [{ call: 'run jobs execute', status: 1 }]).status).not.toBe(0);
  });
});

describe('the rehearsal', () => {
  it('migrates a clone and not the instance, and deletes it', () => {
    const { status, calls } = inBuild().run('rehearse.sh', [cloned]);
    expect(status).toBe(0);
    expect(calls[0]).toBe(`gcloud sql instances clone wheelhouse ${clone} --project=example --async --format=value(name)`);
    expect(calls[1]).toBe('gcloud sql operations wait operation-1 --project=example --timeout=unlimited');
    const runs = calls.filter((call) => call.startsWith('gcloud run jobs execute'));
    expect(runs).toHaveLength(2);
    for (const run of runs) expect(run).toContain(`--update-env-vars=INSTANCE_CONNECTION_NAME=example:europe-west1:${clone}`);
    const unprotected = '--no-deletion-protection --no-retain-backups-on-delete';
    expect(calls.at(-2)).toBe(`gcloud sql instances patch ${clone} --project=example ${unprotected} --quiet`);
    expect(deleted(calls)).toBe(true);
  });

  it.each<[string, Answer]>([
    ['the migration fails', { call: 'run jobs execute', status: 1 }],
    ['the clone does not come up', { call: 'sql operations wait', status: 1 }],
    ['the job cannot be updated', { call: 'run jobs update', status: 1 }],
  ])('fails, and deletes the clone, when %s', (_, answer) => {
    const { status, calls } = inBuild().run('rehearse.sh', [cloned, answer]);
    expect(status).toBe(1);
    expect(deleted(calls)).toBe(true);
  });

  it('fails, and says what to do, when the clone cannot be deleted', () => {
    const { status, err } = inBuild().run('rehearse.sh', [cloned, { call: 'sql instances delete', status: 1 }]);
    expect(status).toBe(1);
    expect(err).toContain(`The clone ${clone} could not be deleted`);
  });

  it('deletes nothing where no clone was made', () => {
    const { status, calls } = inBuild().run('rehearse.sh', [{ call: 'sql instances clone', status: 1 }]);
    expect(status).toBe(1);
    expect(deleted(calls)).toBe(false);
  });

  it('is for production only', () => {
    expect(inBuild().run('rehearse.sh', [cloned], { ENVIRONMENT: 'staging' })).toMatchObject({ status: 0, calls: [] });
  });
});

describe('the image of the command line', () => {
  const manifest = {
    functions: { fleet: { hash: 'b'.repeat(64), directory: 'functions/fleet' } },
    tool: { hash: 'a'.repeat(64), directory: 'tool' },
  };

  it.each([undefined, 2])('is pushed under its hash where that is missing (manifest with indent %s)', (indent) => {
    const space = workspace();
    space.write('build/manifest.json', JSON.stringify(manifest, null, indent));
    const { status, calls } = space.run('push-tool-image.sh', [{ call: 'manifest inspect', status: 1 }]);
    expect(status).toBe(0);
    expect(calls).toEqual([`docker manifest inspect ${image}`, `docker build --tag=${image} build/tool`, `docker push ${image}`]);
    expect(space.read('build/deploy/tool-image')).toBe(`${image}\n`);
  });

  it('is not pushed again', () => {
    const space = workspace();
    space.write('build/manifest.json', JSON.stringify(manifest));
    const { status, calls } = space.run('push-tool-image.sh');
    expect(status).toBe(0);
    expect(calls).toEqual([`docker manifest inspect ${image}`]);
    expect(space.read('build/deploy/tool-image')).toBe(`${image}\n`);
  });

  it('is not pushed where the build made none', () => {
    const space = workspace();
    space.write('build/manifest.json', '{"functions":{}}');
    expect(space.run('push-tool-image.sh')).toMatchObject({ status: 1, calls: [] });
  });
});
