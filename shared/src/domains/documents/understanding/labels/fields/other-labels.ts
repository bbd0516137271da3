import { invoices, type Labels, persons } from './labels.ts';

export const otherLabels: readonly Labels[] = [
  {
    field: 'personName',
    weight: 1,
    phrases:
      'driver name|drivers name|name of driver|driver|operator|operator name|name of operator|drivers full name|driver full name|driver printed name|driver print name|driver 1|drivers name print|violator|name of violator|violator name|defendant|defendant name|employee name|employee|driver name print|cdl holder|driver operator',
    notIn: ['manual', 'vendor_invoice', 'purchase_order'],
  },
  {
    field: 'personName',
    weight: 1,
    phrases:
      'full name|name|1 2|patient name|drivers name|name of driver|applicant|applicant name|holder|card holder|certify that i have examined|i have examined|name of examinee|examinee|examinee name',
    in: persons,
  },
  { field: 'personName', weight: 0.8, phrases: 'name|full name|issued to', in: ['citation', 'accident_report'] },
  {
    field: 'personName',
    weight: 1,
    phrases:
      'our driver|insured driver|company driver|employee involved|driver of vehicle 1|vehicle 1 driver|driver vehicle 1|driver of our vehicle',
    in: ['accident_report'],
  },
  {
    field: 'personName',
    weight: 0.85,
    phrases:
      'inspector|inspector name|inspectors name|inspected by|name of inspector|qualified inspector|tester|tester name|testers name|checked by|carried out by|completed by|performed by|reported by|reporting driver|technician|name',
    in: ['inspection_report'],
  },
  {
    field: 'personName',
    weight: 0.75,
    phrases:
      'signature of driver|driver signature|drivers signature|reporting drivers signature|inspector signature|inspectors signature',
    in: ['inspection_report', 'medical_card'],
  },
  {
    field: 'vendorName',
    weight: 1,
    phrases:
      'vendor|vendor name|supplier|supplier name|seller|from|bill from|remit to|remit payment to|sold by|make checks payable to|payable to|make check payable to|pay to|service provider|please remit to|remit payments to',
    in: ['vendor_invoice', 'repair_order', 'fuel_receipt', 'toll_statement'],
  },
  {
    field: 'vendorName',
    weight: 1,
    phrases: 'merchant|merchant name|station|station name|site name|location name',
    in: ['fuel_receipt'],
  },
  {
    field: 'vendorName',
    weight: 1,
    phrases:
      'to|vendor|vendor name|supplier|supplier name|seller|sold by|vendor details|supplier details|vendor information|supplier name and address|vendor name and address|vendor address|supplier address|order to|ordered from|purchase from|purchased from|order placed with|issued to|lieferant|supplier information|ship from',
    in: ['purchase_order'],
  },
  {
    field: 'customerName',
    weight: 1,
    phrases:
      'from|besteller|company|company name|issued by|invoice address|rechnungsadresse|on behalf of|purchased by|buyer name|buyer details|purchasing company',
    in: ['purchase_order'],
  },
  {
    field: 'vendorName',
    weight: 1,
    phrases:
      'insurer|insurance company|insurer a|company|insurance carrier|carrier|underwritten by|insurance company name|company name|insurers affording coverage|name of insurer|underwriter|authorised insurer|insurer name',
    in: ['insurance_certificate'],
  },
  {
    field: 'vendorName',
    weight: 1,
    phrases: 'lessor|lessor name|owner lessor|name of lessor|rental company|landlord',
    in: ['lease'],
  },
  {
    field: 'vendorName',
    weight: 0.9,
    phrases: 'repair facility|repair shop|shop|shop name|facility|facility name|dealer|garage|service center|service centre',
    in: ['repair_order', 'inspection_report'],
  },
  {
    field: 'customerName',
    weight: 0.9,
    phrases: 'carrier|motor carrier|carrier name|company|company name|motor carrier name',
    in: ['inspection_report'],
  },
  {
    field: 'customerName',
    weight: 1,
    phrases:
      'bill to|billed to|sold to|customer|customer name|invoice to|client|client name|bill to name|ordered by|buyer|purchaser|account name|customer details|invoiced to|charge to|charged to|billing address|bill to address|invoice address|customer name and address|kunde|auftraggeber|rechnung an|billed customer|account holder|for|issued to|prepared for|statement for|sold to name',
    in: invoices,
  },
  {
    field: 'customerName',
    weight: 0.9,
    phrases: 'registered owner|owner|vehicle owner|fleet|owner name',
    in: ['repair_order', 'toll_statement'],
  },
  {
    field: 'customerName',
    weight: 0.6,
    phrases: 'ship to|deliver to|ship to name|delivery address|deliver to address|ship to address|lieferadresse|delivered to',
    in: ['purchase_order', 'vendor_invoice'],
  },
  {
    field: 'customerName',
    weight: 1,
    phrases:
      'insured|named insured|name of insured|insured name|policyholder|policy holder|name of policyholder|name of policy holder|insureds name|name insured|policyholder name|name and address of insured|first named insured',
    in: ['insurance_certificate'],
  },
  {
    field: 'customerName',
    weight: 1,
    phrases:
      'registered owner|owner|owner name|titled owner|title owner|registered keeper|owners name|owner s|registrant|name of owner|registrant name|owner of record|registered owner s|keeper|registered owner name|owner name and address|name of registered owner|carrier name|legal name|registered owner name and address|name and address of registered owner',
    in: ['vehicle_registration', 'title'],
  },
  {
    field: 'customerName',
    weight: 0.7,
    phrases: 'name',
    in: ['vehicle_registration', 'title', 'toll_statement', 'repair_order'],
  },
  { field: 'customerName', weight: 1, phrases: 'lessee|lessee name|name of lessee|hirer|customer|renter|tenant', in: ['lease'] },
  {
    field: 'customerName',
    weight: 0.9,
    phrases: 'registered owner|owner|owner name|vehicle owner',
    in: ['citation', 'accident_report'],
  },
  {
    field: 'subtotal',
    weight: 1,
    phrases:
      'subtotal|sub total|net amount|net total|total net|total before tax|total excl vat|total excluding vat|total ex vat|nettobetrag|zwischensumme|taxable amount|merchandise total|goods total|amount before tax|subtotal before tax|net subtotal|total excl tax|net|zwischensumme netto|summe netto|netto|nettosumme|order subtotal|parts and labor subtotal|total net amount|total before vat|goods value',
    in: invoices,
  },
  {
    field: 'tax',
    weight: 1,
    phrases:
      'tax|sales tax|vat|gst|hst|state tax|total tax|tax amount|tax total|mwst|vat amount|sales and use tax|total vat|state sales tax|use tax|ust|pst|qst|tva|moms|local tax|city tax|county tax|vat total|estimated tax|federal excise tax|mehrwertsteuer|umsatzsteuer|taxes|tax due|total taxes',
    in: invoices,
  },
  {
    field: 'total',
    weight: 1,
    phrases:
      'invoice total|grand total|total due|total amount due|total amount|total invoice|total|total to pay|order total|po total|total incl vat|total including vat|gesamtbetrag|total sale|sale total|total paid|total charge|total inc vat|total order|purchase order total|repair order total|total repair|total invoice amount|invoice amount|total payable|please pay this amount|total charges|amount payable|gross total|total gross|total this invoice|net payable|total for order|total amount payable|total usd|total eur|total gbp|estimate total|total estimate|rechnungsbetrag|gesamtsumme|gesamt|endbetrag|bruttobetrag|zahlbetrag|order value|total order value|total value|order amount|total to be paid|amount to pay|invoice value|total price|total cost|total inclusive of vat|total incl tax|total including tax|zu zahlen',
    in: invoices,
  },
  {
    field: 'total',
    weight: 0.85,
    phrases:
      'amount due|balance due|balance|amount paid|amount|fuel sale|fuel total|total fuel|sale|pay this amount|amount charged|fuel amount|total fuel sale|purchase amount|amount tendered total',
    in: ['vendor_invoice', 'fuel_receipt', 'repair_order', 'purchase_order'],
  },
  {
    field: 'total',
    weight: 1,
    phrases:
      'total tolls|new charges|total toll charges|amount due|balance due|total new charges|toll charges|current charges|total toll amount|total current charges|tolls total|please pay|new tolls this period|new tolls|tolls this period|total amount due|amount to pay|total amount due by|amount due by|balance due by',
    in: ['toll_statement'],
  },
  {
    field: 'total',
    weight: 1,
    phrases:
      'fine amount|total fine|fine|total due|amount due|total amount due|penalty amount|total|fine due|penalty charge|penalty|total fine and costs|total amount|total penalty|pay this amount|bail amount|amount of fine|total payable|bail|bail fine|fine and costs|parking charge|charge amount|amount payable|amount to pay|full amount|total to pay|penalty charge amount|geldbusse|verwarnungsgeld|gesamtbetrag',
    in: ['citation'],
  },
  {
    field: 'total',
    weight: 1,
    phrases: 'total premium|premium|annual premium|policy premium|total policy premium',
    in: ['insurance_certificate'],
  },
  {
    field: 'total',
    weight: 1,
    phrases:
      'total fees|total fees paid|fees paid|total paid|amount paid|total fee|registration fee|total registration fees|total',
    in: ['vehicle_registration'],
  },
  { field: 'total', weight: 1, phrases: 'total of payments|total lease payments|total payments|total lease cost', in: ['lease'] },
  {
    field: 'fuelLiters',
    weight: 1,
    phrases:
      'gallons|gals|gal|litres|liters|volume|quantity|qty|fuel quantity|fuel volume|total gallons|ltrs|gallons purchased|number of gallons|fuel gallons|net gallons',
    in: ['fuel_receipt'],
  },
  {
    field: 'fuelType',
    weight: 1,
    phrases: 'product|fuel type|fuel|grade|fuel grade|product type|fuel product|type of fuel|item',
    in: ['fuel_receipt'],
  },
  {
    field: 'fuelType',
    weight: 0.9,
    phrases: 'fuel|fuel type|type of fuel|fuel code|motive power|p3',
    in: ['vehicle_registration', 'title', 'inspection_report'],
  },
  {
    field: 'unitPrice',
    weight: 1,
    phrases:
      'price gal|price per gallon|price gallon|ppg|ppu|price g|price per litre|price litre|price per liter|price liter|unit price|price per unit|price|price l|cost per gallon|price ltr|rate|per gallon|gal price',
    in: ['fuel_receipt'],
  },
  {
    field: null,
    weight: 1,
    phrases:
      'date of birth|dob|net 7|net 10|net 14|net 15|net 20|net 21|net 30|net 45|net 60|net 90|phone|tel|telephone|fax|email|e mail|website|address|page|account number|account no|terms|payment terms|ship via|fob|time|qty|quantity|description|unit price|amount|attn|attention|street|city|zip|country|color|colour|body style|body type|body|gvwr|gross weight|weight|engine|cylinders|fuel|unit no|unit number|unit|vehicle unit|vehicle|license class|class|sex|height|eyes|hair|hgt|wgt|endorsements|restrictions|rest|end|donor|change|cash|pump|pump no|auth|auth no|approval|card|tax id|ein|federal id|vat no|vat number|vat reg no|vat registration number|iban|bic|swift|sort code|routing number|bank account|card number|customer number|customer no|customer id|cust no|vendor no|vendor number|vendor id|supplier no|technician|tech|service advisor|advisor|officer|badge|badge no|court|location|signature|signed|witness|remarks|notes|comments|naic|ship to|bill to|remit to|producer|certificate holder|naic no|medical examiner|examiner|medical examiners name|medical examiner name|name of medical examiner|examiner name|examiners name|medical examiners signature|signature of medical examiner|medical examiners license number|medical examiners license no|examiner license no|examiner license number|medical license no|medical license number|medical examiners state license|medical license|state license|medical examiners telephone number|medical examiners certificate|drivers address|telephone number|phone number|insured|deposit|discount|shipping|freight|handling|shop supplies|labor|labour|parts|sublet|fees|delivery|prev odometer|previous balance|payments received|payments|beginning balance|account balance|interest|late fee|monthly payment|monthly rent|security deposit|residual value|policy type|coverage|deductible|limits|limit|first lienholder|lienholder|lien holder|lien date|date of first registration|title no|title number|trailer|trailer no|trailer number|carrier|inspector|inspector name|mechanic|statement period|billing period|period|invoice period|days|issuing officer|violation|violation code|statute|speed|posted speed|speed limit|zone|meter no|insurance company|insurance|ins co|other driver|other vehicle|driver 2|vehicle 2|vehicle 1|unit 1|unit 2|passenger|witness name|police department|officer name|supervisor|department|prepared by|approved by|authorized by|requested by|reviewed by|revision|version|rev|subject|re|to|from|cc|sent|payment method|payment|method|auth code|trace no|site|site no|store|store no|station no|terminal|cashier|register|card type|entry|exit|plaza|lane|axles|tag type|transponder|transponder no|transponder number|dd|issuing state|drivers state|state of issue|jurisdiction|issuing authority|place of birth|residence|nationality|vehicle type|type|axle|empty weight|unladen weight|new used|brand|brands|previous state|prior title|purchase price|sale price|sales price|seller|next service|next service due|labor rate|rate|hours|hrs|in service date|sticker no|sticker number|county|subtotal|total|company number|company no',
  },
];
