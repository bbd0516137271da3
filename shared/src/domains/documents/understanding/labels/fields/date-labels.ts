import { invoices, type Labels } from './labels.ts';

export const dateLabels: readonly Labels[] = [
  {
    field: 'documentDate',
    weight: 1,
    phrases:
      'invoice date|date of invoice|inv date|bill date|billing date|statement date|receipt date|order date|po date|purchase order date|ro date|repair order date|work order date|report date|date of report|letter date|document date|date of order|tax point|tax point date|invoiced on|rechnungsdatum|date prepared|ticket date|transaction date|trans date|purchase date|sale date|date of purchase|bestelldatum|belegdatum|notice date|date of notice|citation date|date of citation|date of ticket|invoiced|billed on|date of statement|reported on|date reported|date filed|filed on|date of this report|report completed on|date tax point|tax date|date of issue of invoice|ordered on|date of bill',
  },
  { field: 'documentDate', weight: 0.8, phrases: 'date|dated|datum' },
  {
    field: 'documentDate',
    weight: 0.95,
    phrases:
      'date in|date received|date opened|opened|opened on|open date|ro open date|ro opened|date written|received|in date|booked in',
    in: ['repair_order'],
  },
  {
    field: 'documentDate',
    weight: 0.9,
    phrases:
      'rev date|revision date|date of revision|revised|revised on|last revised|last revision|published|publication date|date published|version date|last updated|updated|edition date|print date|printed|issue date|date of issue|issued|stand|revision|version|edition|rev',
    in: ['manual'],
  },
  { field: 'documentDate', weight: 0.9, phrases: 'date issued|issue date|date of issue|issued on|invoice issued', in: invoices },
  {
    field: 'documentDate',
    weight: 0.9,
    phrases: 'agreement date|date of agreement|lease date|contract date|signing date',
    in: ['lease'],
  },
  {
    field: 'documentDate',
    weight: 0.8,
    phrases: 'agreement is made on|entered into on|entered into as of|made as of|made this|dated as of',
    in: ['lease'],
  },
  {
    field: 'issueDate',
    weight: 1,
    phrases:
      'issue date|date issued|date of issue|issued|issued on|issue dt|title issue date|date title issued|title date issued|registration date|date of registration|issuance date|4a|certificate date|title date|title issued',
    notIn: invoices,
  },
  {
    field: 'issueDate',
    weight: 1,
    phrases:
      'date certificate signed|certificate signed|date signed|signed on|date of certificate|date of certification|certification date|date medical examiner signed',
    in: ['medical_card'],
  },
  {
    field: 'issueDate',
    weight: 0.9,
    phrases:
      'examination date|date of examination|exam date|date examined|date of exam|examined on|medical examination date|date of medical examination|physical date',
    in: ['medical_card'],
  },
  { field: 'serviceDate', weight: 0.7, phrases: 'date in|date received|date opened', in: ['repair_order'] },
  { field: 'issueDate', weight: 0.75, phrases: 'date|dated', in: ['medical_card', 'driver_licence'] },
  { field: 'issueDate', weight: 0.9, phrases: 'iss', in: ['driver_licence', 'vehicle_registration', 'title', 'medical_card'] },
  {
    field: 'effectiveDate',
    weight: 1,
    phrases:
      'effective date|effective|date effective|eff date|policy eff|policy effective date|policy effective|effective from|coverage from|coverage begins|coverage start|valid from|start date|commencement date|lease commencement date|lease start date|lease start|lease begin date|commencing on|commencing|begin date|beginning|inception date|policy start date|cover starts|commencement of insurance|policy period from|term begins|lease commencement|commence on|commences on|commences|shall commence on|begins on|shall begin on|starts on|start of term|start of lease|hire start|rental start|lease from|contract start|contract start date|rental start date|hire start date|mietbeginn|vertragsbeginn',
  },
  {
    field: 'effectiveDate',
    weight: 0.8,
    phrases:
      'from|policy period|coverage period|policy term|term|period of insurance|lease period|registration period|period of cover|lease term',
    in: ['insurance_certificate', 'lease', 'vehicle_registration'],
  },
  {
    field: 'expiryDate',
    weight: 1,
    phrases:
      'expiration date|expiry date|expiration|expires|expiry|expires on|expire date|date of expiry|date of expiration|exp date|policy exp|policy expiration date|policy expiration|valid until|valid thru|valid through|valid to|good through|expires end of|registration expires|registration expiration date|registration expiration|reg expires|reg exp|reg exp date|certificate expires|certificate expiration date|medical certificate expiration date|medical certificate expires|card expires|end date|lease end date|lease end|maturity date|lease maturity date|termination date|lease expiration date|lease termination date|coverage ends|cover ends|expiry of insurance|policy end date|4b|next inspection due|next inspection|next inspection date|inspection expires|inspection valid until|next annual inspection due|coverage to|scheduled maturity date|lease expires|lease expiration|sticker expires|ending|ending on|ends on|end on|shall end on|expire on|terminates on|terminate on|terminating on|end of term|end of lease|hire end|rental end|contract end|contract end date|rental end date|hire end date|mietende|vertragsende|medical examiners certificate expiration date|medical certification expiration date|medical examiner certificate expiration date|certification expiration date|gultig bis',
  },
  { field: 'expiryDate', weight: 0.9, phrases: 'exp', notIn: ['fuel_receipt', 'vendor_invoice'] },
  {
    field: 'expiryDate',
    weight: 0.8,
    phrases: 'to|through|until',
    in: ['insurance_certificate', 'lease', 'vehicle_registration'],
  },
  {
    field: 'dueDate',
    weight: 1,
    phrases:
      'due date|payment due date|payment due|date due|due by|due on|pay by|please pay by|payment due by|pay before|faellig am|respond by|response due|pay or respond by|invoice due date|court date|appearance date|appear on or before|court appearance date|payable by|payment date|must be paid by|pay this amount by|total amount due by|amount due by|due|pay on or before|respond before|pay or contest by|pay or appear by|payment deadline|appear on|appear by|hearing date|answer by|fallig am|fallig bis|zahlbar bis|falligkeit|falligkeitsdatum|payment is due by|to be paid by',
  },
  {
    field: 'dueDate',
    weight: 0.8,
    phrases:
      'delivery date|deliver by|required by|required date|need by|date required|requested delivery date|expected delivery|expected delivery date|ship date|promise date|deliver before|required|liefertermin|lieferdatum|date needed|delivery required by',
    in: ['purchase_order'],
  },
  {
    field: 'serviceDate',
    weight: 1,
    phrases:
      'service date|date of service|date serviced|completed on|date completed|completion date|inspection date|inspected|date of inspection|date inspected|inspected on|test date|date of test|date of the test|examination date|date of examination|exam date|date examined|date of exam|accident date|date of accident|crash date|date of crash|collision date|date of collision|incident date|date of incident|date of loss|loss date|violation date|date of violation|offense date|date of offense|date of offence|contravention date|date of contravention|fueling date|date of occurrence|date of repair|repair date|work date|date of sale|closed|closed on|date closed|close date|date out|completed|finished|date finished|date time of accident|date and time of accident|date and time of violation|date time of violation',
  },
];
