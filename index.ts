export { ProcuriosOAuth2Api } from './credentials/ProcuriosOAuth2Api.credentials';
export { Procurios } from './nodes/Procurios/Procurios.node';
