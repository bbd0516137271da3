import { AuthTypes, IpAddressTypes } from '@google-cloud/cloud-sql-connector';
import { connectionSettings } from '@wheelhouse/shared/db/cloud-sql.ts';
import { describe, expect, it } from 'vitest';

const none = {
  databaseUrl: undefined,
  instanceConnectionName: undefined,
  databaseName: undefined,
  databaseUser: undefined,
  databasePassword: undefined,
};
const instance = {
  ...none,
  instanceConnectionName: 'p:europe-west1:db',
  databaseName: 'wheelhouse',
  databaseUser: 'wheelhouse_app',
};

function recordingConnector() {
  const asked: unknown[] = [];
  const stream = () => {};
  const connector = {
    getOptions: async (options: unknown) => {
      asked.push(options);
      return { stream } as never;
    },
  };
  return { asked, stream, connect: async () => connector };
}

describe('the way to the database', () => {
  it('is DATABASE_URL where it is set, and no connector is loaded', async () => {
    const refuse = () => Promise.reject(new Error('not needed'));
    const settings = await connectionSettings({ ...instance, databaseUrl: 'postgres://a@b/c' }, refuse);
    expect(settings).toEqual({ connectionString: 'postgres://a@b/c' });
  });

  it('is the private address of the Cloud SQL instance with IAM authentication, when there is no password', async () => {
    const { asked, stream, connect } = recordingConnector();
    expect(await connectionSettings(instance, connect)).toEqual({ stream, database: 'wheelhouse', user: 'wheelhouse_app' });
    expect(asked).toEqual([
      { instanceConnectionName: 'p:europe-west1:db', ipType: IpAddressTypes.PRIVATE, authType: AuthTypes.IAM },
    ]);
  });

  it('authenticates by password where one is given', async () => {
    const { asked, connect } = recordingConnector();
    const settings = await connectionSettings({ ...instance, databasePassword: 'secret' }, connect);
    expect(settings).toMatchObject({ password: 'secret' });
    expect(asked).toMatchObject([{ authType: AuthTypes.PASSWORD }]);
  });

  it('names the variables when none says where it is', async () => {
    await expect(connectionSettings(none)).rejects.toThrow('INSTANCE_CONNECTION_NAME');
  });
});
