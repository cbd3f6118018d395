import type { SerialFormat } from './identifiers.ts'

/** One model that a maker sells: how it calls it, how it numbers it, and which systems it runs. */
export interface HardwareModel {
  readonly manufacturer: string
  readonly model: string
  readonly serial: SerialFormat
  /** Versions found on it. */
  readonly versions: readonly string[]
  /** Sizes of storage in GB. */
  readonly storage: readonly number[]
  /** Whether it has a telephone part, and so an IMEI. */
  readonly cellular: boolean
  /** Graph's beta deviceType, where the kind alone does not say it. */
  readonly deviceType?: string
}

type Row = readonly [model: string, versions: readonly string[], storage: readonly number[], more?: Partial<HardwareModel>]

function modelsOf(manufacturer: string, serial: SerialFormat, cellular: boolean, rows: readonly Row[]): readonly HardwareModel[] {
  return rows.map(([model, versions, storage, more]) => ({ manufacturer, model, serial, versions, storage, cellular, ...more }))
}

const iosNow = ['26.1', '26.0.1', '26.0', '18.7.2', '18.7.1', '18.6.2']
const iosOlder = ['18.5', '18.3.2', '17.7.2', '17.6.1']
const phone = { deviceType: 'iPhone' }
const pad = { deviceType: 'iPad' }

export const iPhones = modelsOf('Apple', 'apple', true, [
  ['iPhone 17 Pro', iosNow.slice(0, 3), [256, 512], phone], ['iPhone 16', [...iosNow], [128, 256], phone], ['iPhone 15',
    [...iosNow], [128, 256], phone],
  ['iPhone 14', [...iosNow, ...iosOlder], [128, 256], phone], ['iPhone 13 mini', [...iosNow, ...iosOlder], [128], phone],
  ['iPhone SE (3rd generation)', [...iosNow, ...iosOlder], [64, 128], phone], ['iPhone XR', iosOlder, [64, 128], { ...phone,
    serial: 'apple-old' }],
  ['iPhone 8', ['16.7.12', '16.7.10'], [64], { ...phone, serial: 'apple-old' }],
])
export const iPads = modelsOf('Apple', 'apple', false, [
  ['iPad (10th generation)', [...iosNow, ...iosOlder], [64, 256], pad], ['iPad (9th generation)', [...iosNow, ...iosOlder],
    [64, 256], pad],
  ['iPad Air 11-inch (M3)', iosNow, [128, 256], { ...pad, cellular: true }], ['iPad Pro (11-inch) (4th generation)',
    [...iosNow], [128, 512], { ...pad, cellular: true }],
  ['iPad mini (6th generation)', [...iosNow, ...iosOlder], [64, 256], pad], ['iPad (6th generation)', ['17.7.10', '17.7.8'],
    [32], { ...pad, serial: 'apple-old' }],
])
export const androidPhones = [
  ...modelsOf('samsung', 'samsung', true, [
    ['SM-S921B', ['16', '15', '14'], [128, 256]], ['SM-S911B', ['15', '14'], [128, 256]], ['SM-A546B', ['15', '14', '13'], [128]],
    ['SM-A155F', ['15', '14'], [128]], ['SM-G525F', ['13', '12'], [64]], ['SM-G736B', ['15', '14', '13'], [128]],
  ]),
  ...modelsOf('Google', 'pixel', true, [['Pixel 9', ['16', '15'], [128, 256]], ['Pixel 8a', ['16', '15'], [128]], ['Pixel 6',
    ['16', '15', '14'], [128]]]),
  ...modelsOf('motorola', 'generic', true, [['moto g84 5G', ['14', '13'], [256]], ['motorola edge 40 neo', ['15', '14'], [256]]]),
  ...modelsOf('Nokia', 'generic', true, [['XR21', ['14', '13'], [128]]]), ...modelsOf('Xiaomi', 'generic', true,
    [['Redmi Note 12', ['14', '13'], [128]]]),
]
export const oldAndroids = [
  ...modelsOf('samsung', 'samsung', true, [['SM-G930F', ['8.0.0', '7.0'], [32]], ['SM-T580', ['8.1.0'], [16],
    { cellular: false }]]),
  ...modelsOf('HUAWEI', 'generic', true, [['VOG-L29', ['10'], [128]]]), ...modelsOf('LENOVO', 'lenovo', false,
    [['Lenovo TB-X304F', ['8.1.0', '7.1.1'], [16]]]),
]
export const ruggedAndroids = [
  ...modelsOf('Zebra Technologies', 'zebra', false, [['TC52', ['13', '11', '10'], [32]], ['TC57', ['13', '11'], [32],
    { cellular: true }], ['TC21', ['13', '11'], [32]], ['MC9300', ['11', '10'], [32]], ['ET45', ['13'], [64],
    { cellular: true }]]),
  ...modelsOf('Honeywell', 'honeywell', false, [['CT45', ['13', '12'], [64]], ['CK65', ['11', '10'], [32]]]),
  ...modelsOf('samsung', 'samsung', true, [['SM-T636B', ['15', '14'], [128]], ['SM-G556B', ['15', '14'], [128]]]),
]
export const aospDevices = [
  ...modelsOf('Oculus', 'quest', false, [['Quest 3', ['14', '12'], [128, 512]], ['Quest 2', ['12'], [128]]]),
    ...modelsOf('HTC', 'generic', false, [['VIVE Focus 3', ['10'], [128]]]),
  ...modelsOf('RealWear', 'generic', false, [['T21G', ['11', '10'], [64]]]), ...modelsOf('Zebra Technologies', 'zebra',
    false, [['WS50', ['11'], [8]]]),
]
export const macs = modelsOf('Apple', 'apple', false, [
  ['MacBook Pro', ['26.1 (25B78)', '15.7.2 (24G325)', '15.6.1 (24G90)', '14.8.2 (23J126)'], [512, 1000]], ['MacBook Air',
    ['26.1 (25B78)', '26.0.1 (25A362)', '15.7.2 (24G325)'], [256, 512]],
  ['Mac mini', ['26.1 (25B78)', '15.7.2 (24G325)'], [256]], ['iMac', ['15.7.2 (24G325)', '13.7.8 (22H730)'], [256, 512],
    { serial: 'apple-old' }],
])
const windows11 = ['10.0.26200.7171', '10.0.26100.7171', '10.0.26100.6899', '10.0.22631.6199']
const windows10 = ['10.0.19045.6575', '10.0.19045.5965', '10.0.19044.6456']
export const windowsPcs = [
  ...modelsOf('Dell Inc.', 'dell', false, [['Latitude 5450', windows11, [256, 512]], ['Latitude 7420', [...windows11,
    ...windows10], [256]], ['OptiPlex 7010', [...windows11, ...windows10], [256]]]),
  ...modelsOf('HP', 'hp', false, [['HP EliteBook 840 14 inch G10 Notebook PC', windows11, [512]],
    ['HP ProBook 450 G8 Notebook PC', [...windows11, ...windows10], [256]], ['HP Z2 Tower G9 Workstation Desktop PC',
    windows11, [1000]]]),
  ...modelsOf('LENOVO', 'lenovo', false, [['21HD0067GE', windows11, [512]], ['20W0003AUS', [...windows11, ...windows10], [256]]]),
  ...modelsOf('Microsoft Corporation', 'surface', false, [['Surface Pro 9', windows11, [256]], ['Surface Laptop 5',
    windows11, [256, 512]], ['Surface Go 3', [...windows11, ...windows10], [128]]]),
  ...modelsOf('VMware, Inc.', 'generic', false, [['VMware7,1', windows11, [128]]]),
]
export const chromebooks = [...modelsOf('HP', 'hp', false, [['HP Chromebook x360 14c', ['141.0.7390.137', '140.0.7339.242'],
  [64]]]), ...modelsOf('Lenovo', 'lenovo', false, [['300e Chromebook Gen 4', ['141.0.7390.137'], [32]]])]
export const linuxPcs = [...modelsOf('LENOVO', 'lenovo', false, [['ThinkPad T14 Gen 4', ['24.04', '22.04'], [512]]]),
  ...modelsOf('Dell Inc.', 'dell', false, [['Precision 5680', ['24.04', '9.6'], [1000]]])]
export const visionPros = modelsOf('Apple', 'apple', false, [['Apple Vision Pro', ['26.1', '2.6'], [256, 512]]])
export const appleTvs = modelsOf('Apple', 'apple', false, [['Apple TV 4K (3rd generation)', ['26.1', '18.6'], [64, 128]]])
export const oddities = [
  ...modelsOf('', 'generic', false, [['', ['0.0.0.0', ''], [0]], ['Unknown', ['10.0.15254.603'], [32]]]),
    ...modelsOf('Microsoft Corporation', 'surface', false, [['HoloLens 2', ['10.0.22621.1409'], [64]]]),
]
