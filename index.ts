export { EncompassApi } from './credentials/EncompassApi.credentials';
export { ProcuriosOAuth2Api } from './credentials/ProcuriosOAuth2Api.credentials';
export { Encompass } from './nodes/Encompass/Encompass.node';
export { EncompassTrigger } from './nodes/Encompass/EncompassTrigger.node';
export { Procurios } from './nodes/Procurios/Procurios.node';
export { ProcuriosTrigger } from './nodes/Procurios/ProcuriosTrigger.node';
