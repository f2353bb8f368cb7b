import type { Login } from '../n8n/client';

/** For a server on loopback that holds invented data only; printed at every start. */
export const sandboxLogin: Login = { email: 'owner@sandbox.example', password: 'Sandbox-2025' };
