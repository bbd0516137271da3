import { AuthTypes, IpAddressTypes } from '@google-cloud/cloud-sql-connector';
import { connectionSettings, ownerConnection } from '@wheelhouse/shared/db/cloud-sql.ts';
import { describe, expect, it } from 'vitest';

const none = {
  databaseUrl: undefined,
  instanceConnectionName: undefined,
  databaseName: undefined,
  databaseUser: undefined,
  databasePassword: undefined,
  databaseRole: undefined,
  databaseOwnerUrl: undefined,
  databaseOwnerRole: undefined,
};
const instance = {
  ...none,
  instanceConnectionName: 'p:europe-west1:db',
  databaseName: 'wheelhouse',
  databaseUser: 'fn-fleet@p.iam',
  databaseRole: 'wheelhouse_app',
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
    const settings = await connectionSettings({ ...none, databaseUrl: 'postgres://a@b/c' }, refuse);
    expect(settings).toEqual({ connectionString: 'postgres://a@b/c' });
  });

  it('is the private address of the Cloud SQL instance with IAM authentication, when there is no password', async () => {
    const { asked, stream, connect } = recordingConnector();
    expect(await connectionSettings(instance, connect)).toEqual({
      stream,
      database: 'wheelhouse',
      user: 'fn-fleet@p.iam',
      options: '-c role=wheelhouse_app -c search_path=',
    });
    expect(asked).toEqual([
      { instanceConnectionName: 'p:europe-west1:db', ipType: IpAddressTypes.PRIVATE, authType: AuthTypes.IAM },
    ]);
  });

  it('authenticates by password where one is given', async () => {
    const { asked, connect } = recordingConnector();
    const settings = await connectionSettings({ ...instance, databasePassword: 'secret', databaseRole: undefined }, connect);
    expect(settings).toMatchObject({ password: 'secret' });
    expect(settings).not.toHaveProperty('options');
    expect(asked).toMatchObject([{ authType: AuthTypes.PASSWORD }]);
  });

  it('names the variables when none says where it is', async () => {
    await expect(connectionSettings(none)).rejects.toThrow('INSTANCE_CONNECTION_NAME');
  });

  it('needs a role where IAM authenticates', async () => {
    const { connect } = recordingConnector();
    await expect(connectionSettings({ ...instance, databaseRole: undefined }, connect)).rejects.toThrow(
      'Set DATABASE_ROLE=wheelhouse_app: fn-fleet@p.iam is a login of IAM',
    );
  });
});

describe('the way to the database as its owner', () => {
  it('is DATABASE_OWNER_URL where it is set, and none where nothing says it', async () => {
    expect(await ownerConnection({ ...instance, databaseOwnerUrl: 'postgres://a@b/c' })).toBe('postgres://a@b/c');
    expect(await ownerConnection(instance)).toBeUndefined();
  });

  it('is the login of the functions, acting as the role of the owner', async () => {
    const { asked, stream, connect } = recordingConnector();
    expect(await ownerConnection({ ...instance, databaseOwnerRole: 'wheelhouse_owner' }, connect)).toEqual({
      stream,
      database: 'wheelhouse',
      user: 'fn-fleet@p.iam',
      options: '-c role=wheelhouse_owner',
    });
    expect(asked).toHaveLength(1);
  });
});
