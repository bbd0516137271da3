import type { DocumentClass } from '../../../tables/index.ts';
import type { FieldName } from '../../understanding.ts';

/** Labels of one field, parted by |, and the classes that they mean it in. `field` is null for what is none but ends the value before it. */
export type Labels = {
  field: FieldName | null;
  weight: number;
  phrases: string;
  in?: readonly DocumentClass[];
  notIn?: readonly DocumentClass[];
};

export const invoices = ['vendor_invoice', 'repair_order', 'purchase_order', 'toll_statement', 'fuel_receipt'] as const;
export const certificates = [
  'insurance_certificate',
  'vehicle_registration',
  'title',
  'driver_licence',
  'medical_card',
  'inspection_report',
] as const;
export const persons = ['driver_licence', 'medical_card'] as const;
