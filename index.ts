export { ProcuriosOAuth2Api } from './credentials/ProcuriosOAuth2Api.credentials';
export { Procurios } from './nodes/Procurios/Procurios.node';
export { ProcuriosTrigger } from './nodes/Procurios/ProcuriosTrigger.node';
