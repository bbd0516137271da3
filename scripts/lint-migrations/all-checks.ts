import { columns } from './checks/columns.ts';
import { constraints } from './checks/constraints.ts';
import { indexes } from './checks/indexes.ts';
import { objects, types } from './checks/objects.ts';
import { rows } from './checks/rows.ts';
import { session } from './checks/session.ts';
import { tables } from './checks/tables.ts';

export const checks = [objects, types, columns, constraints, indexes, tables, rows, session];
