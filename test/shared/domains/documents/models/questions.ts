import type { PassageForModel } from '@wheelhouse/shared/domains/documents/models/document-model.ts';

/** A question over the passages of its set; `answer` stands in the sentence that answers it, and is null where none does. */
export type AskedOf = { question: string; answer: string | null };
export type QuestionSet = { passages: PassageForModel[]; questions: AskedOf[] };

function passages(...all: [documentName: string, heading: string | null, text: string][]): PassageForModel[] {
  return all.map(([documentName, heading, text], index) => ({ number: index + 1, documentName, heading, text, pageFrom: 1 }));
}

const asked = (question: string, answer: string | null = null): AskedOf => ({ question, answer });

/** The weights were chosen on these. */
export const tuningSet: QuestionSet = {
  passages: passages(
    [
      'Driver handbook',
      'Breakdowns',
      'Anyone stranded at the roadside puts on the reflective vest, sets out the warning triangle and calls dispatch on the emergency line. ' +
        'A tow truck is ordered by dispatch only.',
    ],
    [
      'Driver handbook',
      'Fuel cards',
      'Each card belongs to one vehicle. Receipts are photographed on the day of purchase. A lost card is blocked by calling +46 40 555 0134.',
    ],
    [
      'Driver handbook',
      'Cold weather',
      'Before the first frost the coolant is tested with a refractometer. Vehicles that stand outside overnight get their batteries checked.',
    ],
    [
      'Insurance certificate Volvo FH16',
      null,
      'Insurer: Nordic Mutual\nPolicy number: NM-2291-77\nThe cover ends on 31 March 2027.\nThird party liability is limited to 10,000,000 EUR.',
    ],
    [
      'Repair order RO-4471',
      null,
      'The left rear brake caliper was seized and has been replaced.\nLabour\t3.5 h\t420.00\nBrake caliper\t1\t310.00\nTotal due: 912.50 EUR\n' +
        'Odometer at intake: 184,220 km',
    ],
    [
      'Depot rules Malmö',
      'Opening hours',
      'The depot is open from 05:30 to 22:00 on working days. On public holidays the gate is opened by the guard on request.',
    ],
    [
      'Depot rules Malmö',
      'Safety',
      'Reversing without a banksman is forbidden in the yard. The speed limit on the premises is 10 km/h. Smoking is allowed at the bike shed only.',
    ],
    [
      'Maintenance manual',
      'Engine oil',
      'Change the engine oil every 60,000 km or once a year, whichever comes first. Use oil of the grade 5W-30 that meets VDS-4.5. ' +
        'The sump takes 33 litres.',
    ],
    [
      'Lease agreement',
      null,
      'The lessee pays 1,850 EUR a month in advance. The lease runs for 48 months. Excess mileage is charged at 0.12 EUR a kilometre. ' +
        'Damage is reported to the lessor within three days.',
    ],
  ),
  questions: [
    asked('my car stopped working on the motorway, whom should I phone?', 'calls dispatch'),
    asked('Who may order a tow truck?', 'A tow truck is ordered'),
    asked('What is the phone number for blocking a lost fuel card?', '+46 40 555 0134'),
    asked('When must receipts be photographed?', 'day of purchase'),
    asked('How is the coolant tested before winter?', 'refractometer'),
    asked('What is the policy number of the Volvo FH16?', 'NM-2291-77'),
    asked('When does the insurance of the Volvo expire?', '31 March 2027'),
    asked('How much does the repair order RO-4471 come to in total?', '912.50'),
    asked('Which part was replaced in RO-4471?', 'caliper'),
    asked('What was the odometer reading at intake?', '184,220'),
    asked('When does the depot open?', '05:30'),
    asked('How fast may one drive in the yard?', '10 km/h'),
    asked('Where may I smoke?', 'bike shed'),
    asked('How often must the engine oil be changed?', '60,000 km'),
    asked('How many litres of oil does the sump take?', '33 litres'),
    asked('What does the lease cost a month?', '1,850'),
    asked('How long does the lease run?', '48 months'),
    asked('What do we pay for excess mileage?', '0.12'),
    asked('Until when must damage be reported to the lessor?', 'three days'),
    asked('Who is the insurer?', 'Nordic Mutual'),
    asked('What is the deductible of the insurance?'),
    asked('How often must the gearbox oil be changed?'),
    asked('What is the tyre pressure of the front axle?'),
    asked('Who signed the lease agreement?'),
    asked('What does the parking permit cost?'),
    asked('When was the repair order paid?'),
    asked('How many days of holiday do drivers get?'),
    asked('What is the capital of France?'),
    asked('How much diesel was bought in October?'),
    asked('Which mechanic repaired the brakes?'),
    asked('What is the plate of the Volvo?'),
    asked('How high is the bridge at the depot entrance?'),
    asked('Is the driver allowed to take passengers?'),
    asked('What is the wifi password of the depot?'),
    asked('When is the next roadworthiness inspection due?'),
    asked('Which tyres are fitted in winter?'),
    asked('What is the interest rate of the loan?'),
    asked('How old is the driver?'),
    asked('Who won the football match?'),
    asked('What is the VIN of the leased vehicle?'),
  ],
};

/** The numbers that are reported come from these. */
export const heldOutSet: QuestionSet = {
  passages: passages(
    [
      'Vehicle registration BX 771 KL',
      null,
      'Registered keeper: Hollis Freight Ltd\nVIN: 1M8GDM9AXKP042788\nFirst registration: 12 May 2021\nThe registration is valid until 30 April 2028.',
    ],
    [
      'Toll statement September',
      null,
      'Date\tStation\tAmount\n2026-09-04\tOresund bridge\t62.00\n2026-09-11\tStorebaelt\t48.50\nAmount due: 110.50 EUR\nPayable by 15 October 2026.',
    ],
    [
      'Accident report 2026-17',
      null,
      'The van slid on ice and struck a parked trailer at low speed. Nobody was hurt. The right headlamp and the bumper were damaged. ' +
        'The police were not called.',
    ],
    [
      'Working time policy',
      'Breaks',
      'After four and a half hours at the wheel a break of 45 minutes is taken. Daily rest is at least eleven hours. ' +
        'Records of the tachograph are downloaded every 28 days.',
    ],
    [
      'Working time policy',
      'Absence',
      'Sick drivers tell their shift leader before 04:00. A doctor’s note is needed from the third day on.',
    ],
    [
      'Forklift manual',
      'Battery',
      'The battery is charged in a ventilated room, away from open flames. A full charge takes eight hours. Top up with distilled water only.',
    ],
    [
      'Purchase order PO-10553',
      null,
      'Supplier: Baltic Tyres\nWinter tyre 315/70 R22.5\t8\t389.00\t3,112.00\nDelivery by 3 November 2026 to the depot in Gdansk.\nTotal: 3,827.76 EUR',
    ],
    [
      'Security instructions',
      'Keys',
      'Vehicle keys are kept in the steel cabinet in the shift office. Whoever loses a key informs the security officer at once. ' +
        'The alarm code is changed every quarter.',
    ],
  ),
  questions: [
    asked('What is the VIN of BX 771 KL?', '1M8GDM9AXKP042788'),
    asked('Until when is the registration valid?', '30 April 2028'),
    asked('Who is the registered keeper?', 'Hollis Freight'),
    asked('How much is due for tolls in September?', '110.50'),
    asked('When does the toll statement have to be paid?', '15 October 2026'),
    asked('What did the Storebaelt crossing cost?', '48.50'),
    asked('Was anyone injured in the accident?', 'Nobody was hurt'),
    asked('What was damaged in the accident?', 'headlamp'),
    asked('How long is the break after driving four and a half hours?', '45 minutes'),
    asked('How often are tachograph records downloaded?', '28 days'),
    asked('I am ill, whom do I tell?', 'shift leader'),
    asked('From which day on is a doctor’s note needed?', 'third day'),
    asked('How long does it take to charge the forklift?', 'eight hours'),
    asked('What kind of water goes into the battery?', 'distilled'),
    asked('Who is the supplier of PO-10553?', 'Baltic Tyres'),
    asked('When will the winter tyres be delivered?', '3 November 2026'),
    asked('What is the total of PO-10553?', '3,827.76'),
    asked('Where are the vehicle keys stored?', 'steel cabinet'),
    asked('What do I do when I lost a key?', 'security officer'),
    asked('How often does the alarm code change?', 'every quarter'),
    asked('What colour is the registered vehicle?'),
    asked('What is the engine power of BX 771 KL?'),
    asked('Who drove the van in the accident?'),
    asked('How much did the repair of the bumper cost?'),
    asked('What is the hourly wage of drivers?'),
    asked('How many days of parental leave are there?'),
    asked('What is the lifting capacity of the forklift?'),
    asked('Who approved PO-10553?'),
    asked('What is the alarm code?'),
    asked('When is the office cleaned?'),
    asked('Which insurance covers the trailer?'),
    asked('How much does the ferry to Rostock cost?'),
    asked('What is the phone number of the security officer?'),
    asked('How many summer tyres were ordered?'),
    asked('Who painted the Mona Lisa?'),
    asked('What is the maximum permitted weight of the van?'),
    asked('Are dogs allowed in the cab?'),
    asked('When was the forklift last serviced?'),
    asked('What is the discount of Baltic Tyres?'),
    asked('Where is the first aid kit?'),
  ],
};
