import { certificates, invoices, type Labels } from './labels.ts';

export const numberLabels: readonly Labels[] = [
  {
    field: 'invoiceNumber',
    weight: 1,
    phrases:
      'invoice number|invoice no|invoice num|invoice nr|invoice id|inv no|inv number|inv|invoice|bill number|bill no|rechnungsnummer|rechnung nr|tax invoice no|tax invoice number|our invoice|tax invoice|rechnungs nr|rechnungs nummer|rechnung|invoice ref|invoice reference|invoice document number|document number|document no|statement number|statement no',
    in: ['vendor_invoice', 'repair_order', 'toll_statement', 'fuel_receipt', 'purchase_order', 'lease', 'correspondence'],
  },
  { field: 'invoiceNumber', weight: 0.7, phrases: 'number', in: ['vendor_invoice'] },
  {
    field: 'invoiceNumber',
    weight: 1,
    phrases: 'statement number|statement no|statement id|statement ref|statement reference|bill id|notice number|notice no',
    in: ['toll_statement'],
  },
  { field: 'invoiceNumber', weight: 0.7, phrases: 'statement|statement of tolls|toll statement|number', in: ['toll_statement'] },
  {
    field: 'invoiceNumber',
    weight: 0.75,
    phrases:
      'receipt no|receipt number|receipt|transaction no|transaction number|trans no|trans|transaction id|transaction|ticket no|ticket number|trx',
    in: ['fuel_receipt'],
  },
  {
    field: 'orderNumber',
    weight: 1,
    phrases:
      'purchase order number|purchase order no|po number|po no|customer po|your order no|your po|order number|order no|po|p.o. number|p.o. no|p.o.|p.o|customer po number|purchase order|order reference|po ref|po id|customer order no|customer order number|customer order|your order number|your order|your purchase order|client po|cust po|cust po no|order ref|order id|bestellnummer|bestell nr|bestellung nr|bestellung|auftragsnummer|auftrag nr|purchase order ref|blanket order no|release no|buyers order no|customer p o number',
    notIn: ['correspondence', 'manual'],
  },
  {
    field: 'orderNumber',
    weight: 1,
    phrases:
      'repair order number|repair order no|repair order|ro number|ro no|ro|r.o. number|r.o. no|r.o.|work order number|work order no|work order|wo number|wo no|w.o. no|wo|service order no|service order number|job number|job no|job card no',
    in: ['repair_order', 'inspection_report'],
  },
  { field: 'orderNumber', weight: 0.75, phrases: 'order|number|document number|document no', in: ['purchase_order'] },
  {
    field: 'orderNumber',
    weight: 0.75,
    phrases: 'your ref|your reference|client ref|client reference|customer ref|customer reference',
    in: ['vendor_invoice'],
  },
  {
    field: 'orderNumber',
    weight: 0.7,
    phrases: 'repair order number|repair order no|ro number|ro no|work order number|work order no|work order',
    in: ['vendor_invoice'],
  },
  {
    field: 'policyNumber',
    weight: 1,
    phrases:
      'policy number|policy no|policy num|policy nr|policy id|policy|certificate and policy number|insurance policy number|insurance policy no|ins policy no|pol no|policy certificate number|policy certificate no|versicherungsnummer|policennummer|policy ref',
    in: ['insurance_certificate', 'accident_report', 'vehicle_registration', 'lease', 'correspondence', 'vendor_invoice'],
  },
  {
    field: 'referenceNumber',
    weight: 1,
    phrases:
      'citation number|citation no|citation|ticket number|ticket no|notice number|notice no|violation number|violation no|pcn number|pcn|penalty charge notice number|penalty charge notice no|summons number|summons no|infraction number|infraction no|notice|ticket|complaint number|complaint no|citation id|citation ref|pcn no|pcn reference|parking charge notice number|aktenzeichen|reference number|reference no',
    in: ['citation'],
  },
  { field: 'referenceNumber', weight: 0.7, phrases: 'case number|case no|docket number|docket no', in: ['citation'] },
  {
    field: 'referenceNumber',
    weight: 1,
    phrases:
      'title number|title no|certificate of title number|certificate of title no|title certificate number|title certificate no|title id',
    in: ['title'],
  },
  {
    field: 'referenceNumber',
    weight: 0.8,
    phrases: 'title|certificate number|certificate no|document number|document no',
    in: ['title'],
  },
  {
    field: 'referenceNumber',
    weight: 0.6,
    phrases: 'title control number|title control no|control number|control no',
    in: ['title'],
  },
  {
    field: 'referenceNumber',
    weight: 1,
    phrases:
      'certificate number|certificate no|registration certificate number|national registry number|national registry no|registry number|test number|mot test number|report number|report no|inspection number|inspection no|document number|document no|cert no|report id|inspection id|dvir no|dvir number|control number|control no|reference|form no',
    in: certificates.filter((documentClass) => documentClass !== 'title'),
  },
  {
    field: 'referenceNumber',
    weight: 1,
    phrases:
      'report number|report no|case number|case no|incident number|incident no|crash number|crash report number|claim number|claim no|police report number|police report no|accident number|accident report number|accident report no|report id|crash report no|file number|local report number|incident id',
    in: ['accident_report'],
  },
  {
    field: 'referenceNumber',
    weight: 1,
    phrases:
      'lease number|lease no|agreement number|agreement no|contract number|contract no|schedule number|schedule no|lease agreement number|lease agreement no|lease id',
    in: ['lease'],
  },
  {
    field: 'referenceNumber',
    weight: 0.9,
    phrases:
      'account number|account no|acct no|account|acct|account id|customer account|customer number|customer no|toll account number|toll account',
    in: ['toll_statement'],
  },
  {
    field: 'referenceNumber',
    weight: 0.95,
    phrases:
      'document number|document no|doc no|sop number|sop no|sop|procedure number|procedure no|part number|publication number|publication no|manual no|form number|document id',
    in: ['manual'],
  },
  {
    field: 'referenceNumber',
    weight: 0.95,
    phrases:
      'reference|reference number|reference no|ref|ref no|our ref|our reference|your ref|file no|file number|claim number|claim no|case number|case no',
    notIn: [...invoices, ...certificates],
  },
  {
    field: 'referenceNumber',
    weight: 0.8,
    phrases: 'reference number|reference no|reference|ref no|ref',
    in: ['vendor_invoice', 'repair_order', 'purchase_order'],
  },
  {
    field: 'licenceNumber',
    weight: 1,
    phrases:
      'driver license number|driver license no|drivers license number|drivers license no|driver licence number|drivers licence number|driving licence number|driving licence no|dl number|dl no|dln|operator license number|cdl number|cdl no|license number of driver|driver license|drivers license|licence of driver|driver lic no|driver lic|drivers lic no|drivers licence no|driver licence no|dl|cdl|driver license id number|drivers licence|driver licence',
    notIn: ['manual'],
  },
  {
    field: 'licenceNumber',
    weight: 0.95,
    phrases:
      'license number|license no|licence number|licence no|lic no|lic number|customer identifier|id number|lic|license|4d|number|no',
    in: ['driver_licence'],
  },
  {
    field: 'licenceNumber',
    weight: 0.9,
    phrases: 'license number|license no|licence number|licence no|lic no|lic number|driver license number state',
    in: ['medical_card', 'accident_report', 'citation'],
  },
  {
    field: 'vin',
    weight: 1,
    phrases:
      'vin|vin number|vin no|vehicle identification number|vehicle identification no|vehicle id number|vehicle id no|vin serial number|serial number vin|vehicle vin|chassis number|chassis no|vin chassis number|vin chassis no|vehicle identification number vin',
  },
  {
    field: 'plate',
    weight: 1,
    phrases:
      'license plate number|license plate no|license plate|licence plate|plate number|plate no|plate|plate num|lic plate|lic plate no|vehicle plate|tag number plate|vehicle registration mark|registration mark|vrm|number plate|license tag|vehicle reg|vehicle registration number|vehicle registration no|vehicle reg no|reg plate|kennzeichen|registration plate|vehicle license|vehicle license number|vehicle license no|vehicle licence number|vehicle lic no|plate tag|tag plate|lic tag|plate license no|license plate tag|veh lic no|plate license number|vehicle tag',
  },
  { field: 'plate', weight: 0.9, phrases: 'tag|tag no|tag number', notIn: ['toll_statement', 'driver_licence'] },
  {
    field: 'plate',
    weight: 0.9,
    phrases:
      'license no|license number|license|lic no|licence no|lic|reg no|registration no|registration number|registration|reg number|reg',
    in: [
      'repair_order',
      'vendor_invoice',
      'fuel_receipt',
      'vehicle_registration',
      'inspection_report',
      'title',
      'insurance_certificate',
      'lease',
      'toll_statement',
      'purchase_order',
    ],
  },
  {
    field: 'plate',
    weight: 0.8,
    phrases: 'reg no|registration no|registration number|registration|reg number',
    in: ['citation', 'accident_report', 'correspondence'],
  },
  {
    field: 'plateState',
    weight: 1,
    phrases:
      'plate state|license plate state|state of plate|state of registration|registration state|lic state|tag state|plate st|reg state|issuing state|license state|lic st',
  },
  {
    field: 'plateState',
    weight: 0.7,
    phrases: 'state|st',
    in: ['citation', 'vehicle_registration', 'accident_report', 'toll_statement', 'repair_order', 'inspection_report'],
  },
  { field: 'vehicleMake', weight: 1, phrases: 'make|vehicle make|make of vehicle|manufacturer|veh make|marke|vehicle mk' },
  { field: 'vehicleModel', weight: 1, phrases: 'model|vehicle model|model name|veh model|model of vehicle|series model' },
  {
    field: 'vehicleYear',
    weight: 1,
    phrases: 'year|model year|vehicle year|yr|yr model|year model|veh year|year of manufacture|vehicle yr|model yr|veh yr',
  },
  {
    field: 'odometerKm',
    weight: 1,
    phrases:
      'odometer|odometer reading|mileage|mileage reading|odometer in|mileage in|mi in|odo|odometer miles|current mileage|current odometer|mileage at service|vehicle mileage|odometer reading miles|recorded mileage|odometer km|kilometres|kilometers|beginning odometer|start odometer|odometer start|odom|mileage at inspection|odometer mileage|miles in|odo reading|odometer at delivery|starting odometer|starting mileage|hubodometer',
  },
  { field: 'odometerKm', weight: 0.75, phrases: 'odometer out|mileage out|mi out|ending odometer|end odometer|miles out' },
  {
    field: null,
    weight: 1,
    phrases:
      'mileage allowance|annual mileage|excess mileage|mileage rate|odometer status|annual mileage allowance|mileage limit|next service mileage|excess mileage charge',
  },
];
