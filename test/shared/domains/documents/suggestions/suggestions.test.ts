import { rereadCorrectedClass } from '@wheelhouse/shared/domains/documents/consumers/rereadCorrectedClass.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newTenant, type TestTenant } from '../../../../harness/index.ts';
import { type Documents, flatModel, startDocuments } from '../support.ts';

let documents: Documents;
beforeAll(async () => {
  documents = await startDocuments({ embeddings: flatModel() });
});
afterAll(() => documents.stop());

const vin = '1HGCM82633A004352';

const invoice = (vendor: string, number: string) => `${vendor}
1200 Industrial Parkway, Dayton, OH 45402

INVOICE

Invoice Number: ${number}
Invoice Date: March 3, 2026
Due Date: April 2, 2026
Bill To: Northwind Logistics
VIN: ${vin}
Odometer: 45,210 mi

Description\tQty\tUnit Price\tAmount
All-season tire 275/65R18\t4\t$180.00\t$720.00
Mount and balance\t4\t$25.00\t$100.00

Subtotal: $820.00
Tax: $57.40
Total: $877.40
`;

async function fleet(tenant: TestTenant) {
  return tenant.run(async (tx) => {
    const [vehicle] = await tx.query<{ id: string }>(
      `insert into vehicles (client_id, make, model, vin) values (platform.uuid_v7(), 'Ford', 'F-150', $1) returning id`,
      [vin],
    );
    const [vendor] = await tx.query<{ id: string }>(
      `insert into vendors (vendor_code, name, vendor_type) values ('ATS', 'Acme Tire Service', 'other') returning id`,
    );
    return { vehicleId: vehicle?.id, vendorId: vendor?.id };
  });
}

type Suggestion = {
  id: string;
  kind: string;
  status: string;
  proposal: Record<string, unknown>;
  evidence: { pageNumber: number }[];
};

async function drop(tenant: TestTenant, name: string, content: string) {
  await documents.analyse(await documents.drop(`tenants/${tenant.slug}/inbox/${name}`, content));
  const call = documents.client(tenant);
  const { body } = await call('GET', `/v1/documents?fileName=${name}`);
  const document = body.data[0];
  const queue = async () =>
    (await call('GET', `/v1/document-suggestions?documentId=${document.id}&limit=50`)).body.data as Suggestion[];
  return { call, document, queue, reload: async () => (await call('GET', `/v1/documents/${document.id}`)).body };
}

const eventsOf = (tenant: TestTenant) =>
  tenant.run((tx) =>
    tx.query<{ type: string; data: Record<string, unknown> }>(
      `select type, data from domain_events where type ~ '^document[.].*_(proposed|accepted|rejected)$' order by position`,
    ),
  );

describe.each(['pooled', 'dedicated'] as const)('An invoice of a %s tenant', (placement) => {
  it('is linked to its vehicle and vendor, and proposes a vendor invoice with its lines, each with its page', async () => {
    const tenant = await newTenant({ placement });
    const { vehicleId, vendorId } = await fleet(tenant);
    const { call, document, queue, reload } = await drop(tenant, 'invoice.txt', invoice('Acme Tire Service LLC', 'INV-10021'));
    expect(await reload()).toMatchObject({ documentClass: 'vendor_invoice', vehicleId, vendorId });
    const { body } = await call('GET', `/v1/documents/${document.id}:understanding`);
    expect(body.answeredBy.extraction).toMatchObject({ provider: 'embedded', model: 'rules-1' });
    expect(body.fields).toContainEqual(
      expect.objectContaining({ name: 'total', value: '877.40', evidence: expect.objectContaining({ pageNumber: 1 }) }),
    );
    const proposed = (await queue()).find(({ kind }) => kind === 'vendor_invoice') as Suggestion;
    expect(proposed).toMatchObject({
      status: 'pending',
      proposal: { invoiceNumber: 'INV-10021', invoiceDate: '2026-03-03', dueDate: '2026-04-02', total: '877.40', vin },
    });
    expect(proposed.proposal.lines).toMatchObject([
      { description: expect.stringContaining('tire'), quantity: '4', unitPrice: '180.00', amount: '720.00' },
      { description: 'Mount and balance', amount: '100.00' },
    ]);
    expect(proposed.evidence[0]?.pageNumber).toBe(1);

    const accepted = await call('POST', `/v1/document-suggestions/${proposed.id}:accept`, {});
    expect(accepted.body, accepted.text).toMatchObject({ kind: 'vendor_invoice', status: 'accepted' });
    const events = await eventsOf(tenant);
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'document.vehicle_accepted',
        'document.vendor_invoice_proposed',
        'document.vendor_invoice_accepted',
      ]),
    );
    expect(await call('POST', `/v1/document-suggestions/${proposed.id}:accept`, {})).toMatchObject({ status: 409 });
  });
});

describe('What a person decides', () => {
  it('is remembered: the vendor that was chosen for a name is linked the next time, and who was rejected is not', async () => {
    const tenant = await newTenant();
    const { vendorId } = await fleet(tenant);
    const first = await drop(tenant, 'first.txt', invoice('Acme Tire Service Dayton West', 'A-1'));
    expect(await first.reload()).toMatchObject({ vendorId: null });
    const vendor = (await first.queue()).find(({ kind }) => kind === 'vendor') as Suggestion;
    expect(vendor).toMatchObject({ status: 'pending', proposal: { id: vendorId } });
    await first.call('POST', `/v1/document-suggestions/${vendor.id}:accept`, {});
    expect(await first.reload()).toMatchObject({ vendorId });
    const second = await drop(tenant, 'second.txt', invoice('ACME TIRE SERVICE DAYTON WEST', 'A-2'));
    expect(await second.reload()).toMatchObject({ vendorId });

    const other = await newTenant();
    await fleet(other);
    const third = await drop(other, 'third.txt', invoice('Acme Tire Service Dayton West', 'A-3'));
    const wrong = (await third.queue()).find(({ kind }) => kind === 'vendor') as Suggestion;
    await third.call('POST', `/v1/document-suggestions/${wrong.id}:reject`, { note: 'Another company' });
    const fourth = await drop(other, 'fourth.txt', invoice('Acme Tire Service Dayton West', 'A-4'));
    expect((await fourth.queue()).filter(({ kind }) => kind === 'vendor')).toEqual([]);
  });

  it('may be something else than what was proposed, and is checked', async () => {
    const tenant = await newTenant();
    await fleet(tenant);
    const { call, queue } = await drop(tenant, 'invoice.txt', invoice('Acme Tire Service', 'INV-7'));
    const proposed = (await queue()).find(({ kind }) => kind === 'vendor_invoice') as Suggestion;
    const correct = (decision: unknown) => call('POST', `/v1/document-suggestions/${proposed.id}:correct`, { decision });
    expect(await correct({ ...proposed.proposal, total: 'much' })).toMatchObject({
      status: 422,
      body: { errors: [expect.objectContaining({ path: 'decision.total' })] },
    });
    expect(await correct({ ...proposed.proposal, invoiceNumber: 'INV-77' })).toMatchObject({
      status: 200,
      body: { status: 'corrected', decision: { invoiceNumber: 'INV-77' } },
    });
  });

  it('about the class holds for this document, and for the next that begins the same way', async () => {
    const tenant = await newTenant();
    const memo = (about: string) => `Northwind Yard Notes\n\n${about} was moved to bay seven.`;
    const first = await drop(tenant, 'one.txt', memo('Trailer nine'));
    const unsure = (await first.queue()).find(({ kind }) => kind === 'class') as Suggestion;
    expect(unsure.status).toBe('pending');
    await first.call('POST', `/v1/document-suggestions/${unsure.id}:correct`, { decision: { documentClass: 'manual' } });
    expect(await first.reload()).toMatchObject({ documentClass: 'manual', classifiedBy: 'person', classConfidence: 1 });
    const second = await drop(tenant, 'two.txt', memo('Forklift two'));
    expect(await second.reload()).toMatchObject({ documentClass: 'manual', classifiedBy: 'memory' });
  });

  it('about the class has the fields read again that follow from it', async () => {
    const tenant = await newTenant();
    const first = await drop(tenant, 'one.txt', 'Northwind Yard Notes\n\nTotal: $48.20\n\nInvoice number: YN-2044');
    const unsure = (await first.queue()).find(({ kind }) => kind === 'class') as Suggestion;
    await first.call('POST', `/v1/document-suggestions/${unsure.id}:correct`, { decision: { documentClass: 'vendor_invoice' } });
    await documents.react(tenant, 'document.class_accepted', rereadCorrectedClass);
    await documents.rewrite(tenant);
    expect(await documents.analyse(documents.lastObject())).toMatchObject({ outcome: 'analysed' });
    const { body } = await first.call('GET', `/v1/documents/${first.document.id}:understanding`);
    expect(body.fields).toContainEqual(expect.objectContaining({ name: 'total', value: '48.20' }));
    expect(body).toMatchObject({ documentClass: 'vendor_invoice', classifiedBy: 'person' });
  });

  it('is not asked for where the organisation lets a class be accepted from a confidence on', async () => {
    const tenant = await newTenant();
    await fleet(tenant);
    await tenant.run((tx) =>
      tx.query(
        `insert into system_settings (setting_key, setting_value, setting_type, category, environment)
         values ('documents.auto_accept', '{"vendor_invoice": 0.5}', 'json', 'documents', 'all')`,
      ),
    );
    const { queue } = await drop(tenant, 'invoice.txt', invoice('Acme Tire Service', 'INV-8'));
    const proposed = (await queue()).find(({ kind }) => kind === 'vendor_invoice');
    expect(proposed).toMatchObject({ status: 'accepted', isAutomatic: true });
  });

  it('belongs to the organisation: others neither see nor decide it', async () => {
    const tenant = await newTenant();
    await fleet(tenant);
    const { queue } = await drop(tenant, 'invoice.txt', invoice('Acme Tire Service', 'INV-9'));
    const [suggestion] = await queue();
    const stranger = documents.client(await newTenant());
    expect((await stranger('GET', '/v1/document-suggestions')).body.data).toEqual([]);
    expect(await stranger('POST', `/v1/document-suggestions/${suggestion?.id}:reject`, {})).toMatchObject({ status: 404 });
  });
});
