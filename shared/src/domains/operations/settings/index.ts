export { type EffectiveSetting, effectiveSettings, settingValue } from './effective.ts';
export { secretSetting } from './secret.ts';
