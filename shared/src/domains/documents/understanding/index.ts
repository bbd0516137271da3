export { classifyByRules } from './classes/classify.ts';
export { extractByRules } from './extraction/extract.ts';
export { matchKeys } from './match-keys.ts';
export {
  type ComplianceDocumentProposal,
  complianceDocumentProposal,
  complianceDocumentTypes,
  type ExpenseProposal,
  expenseCategories,
  expenseProposal,
  proposalSchemas,
  type VendorInvoiceProposal,
  vendorInvoiceProposal,
} from './proposals/proposal-schemas.ts';
export { type Proposal, proposalsOf } from './proposals/proposals.ts';
export {
  type Decimal,
  formatDecimal,
  multiplyDecimals,
  nearlyEqual,
  parseDecimal,
  roundDecimal,
  sumDecimals,
} from './reading/decimal.ts';
export {
  type Classification,
  type Evidence,
  type Extraction,
  type FieldName,
  type FoundField,
  fieldNames,
  type LineItem,
} from './understanding.ts';
