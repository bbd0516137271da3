export { decodeTroubleCode, type TroubleCode, troubleCodeDefiners, troubleCodeSystems } from './decode.ts';
