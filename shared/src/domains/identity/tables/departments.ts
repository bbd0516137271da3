import { boolean, money, reference, text, varchar } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

export const departments = tenantTable('departments', {
  comment: 'Parts of the organisation, as a tree.',
  audit: 'changes',
  columns: {
    departmentName: varchar('department_name', { length: 100 }).notNull(),
    departmentCode: varchar('department_code', { length: 10 }).notNull(),
    description: text('description'),
    parentDepartmentId: reference('parent_department_id'),
    departmentPath: text('department_path'),
    managerId: reference('manager_id'),
    budgetAllocation: money('budget_allocation', 15),
    costCenterCode: varchar('cost_center_code', { length: 20 }),
    isActive: boolean('is_active').notNull().default(true),
  },
  describe: {
    departmentPath: 'Codes from the root down to this department, kept by the database: /OPS/NORTH.',
    managerId: 'User who leads it.',
  },
  references: { parentDepartmentId: 'departments', managerId: 'users' },
  unique: ['departmentCode'],
  indexes: [['parentDepartmentId'], ['departmentPath'], ['managerId']],
  checks: { code_form: sql`department_code ~ '^[A-Za-z0-9_-]+$'` },
});
