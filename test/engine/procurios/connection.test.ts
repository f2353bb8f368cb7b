import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { runNode } from '../engine';
import { closeRawVendors, rawVendor, VENDORS, vendorNamed } from '../rawVendor';

/** Of 127.0.0.1, made for this test, and signed by nobody else. */
const tls = {
	key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg5s0FE1NSoJ2Gwuc1
YOftes57Uf+KqAXDggbB5527M4qhRANCAASZ8b1r+QaxO/7P676fcciQ5s0Ap7xD
qhbtKZMvaJQAWeJF9zXG8DBjNK2pTwQqZg9qbN5Tb6eFJIW9iwYb7w4Q
-----END PRIVATE KEY-----
`,
	cert: `-----BEGIN CERTIFICATE-----
MIIBfjCCASWgAwIBAgIUEdplcbiqK6hdTBCIdY6UrR885cwwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEzMDE0MzEzOVoYDzIxMjYxMTA2
MTQzMTM5WjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASZ8b1r+QaxO/7P676fcciQ5s0Ap7xDqhbtKZMvaJQAWeJF9zXG8DBj
NK2pTwQqZg9qbN5Tb6eFJIW9iwYb7w4Qo1MwUTAdBgNVHQ4EFgQUQ8pXxWl7fuRZ
iAvCisCf2OaoDQUwHwYDVR0jBBgwFoAUQ8pXxWl7fuRZiAvCisCf2OaoDQUwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiBZSVl+NwpYvitfky0SoPvU
zuWdfqxw6/b8o+Zs58WPJgIgfgb96FqSR83UZ/BFDMOAohWg+3+vxtPUqCqCz/XM
MjI=
-----END CERTIFICATE-----
`,
};

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);

const closing: Array<() => void> = [];
afterEach(() => {
	closeRawVendors();
	for (const close of closing.splice(0)) close();
});

/** A proxy that notes whom it was asked for. */
async function startProxy() {
	const hosts: string[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((request, response) => {
		hosts.push(request.url ?? '');
		const { method, headers, url = '' } = request;
		request.pipe(
			httpRequest(url, { method, headers }, (answer) => {
				response.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(response);
			}),
		);
	});
	server.on('connect', ({ url = '' }, client: Socket) => {
		hosts.push(url);
		const [host = '', port] = url.split(':');
		const upstream = connect(Number(port), host, () => {
			client.write('HTTP/1.1 200 OK\r\n\r\n');
			upstream.pipe(client).pipe(upstream);
		});
		upstream.on('error', () => client.destroy());
	});
	server.on('connection', (socket: Socket) => sockets.add(socket));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	closing.push(() => {
		for (const socket of sockets) socket.destroy();
		server.close();
	});
	return { hosts, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const each = VENDORS.map((one) => [one.name, one] as const);
const answers = (list: object) =>
	rawVendor(
		(_request, response) => {
			response.setHeader('Content-Type', 'application/json');
			response.end(JSON.stringify(list));
		},
		{ tls },
	);

describe.each(each)('%s behind a certificate that nobody trusts', (_, list) => {
	it('is reached, its login too, with Ignore SSL Issues', async () => {
		const vendor = await answers(list.empty);
		const { error } = await runNode({
			parameters: { ...list.parameters, requestOptions: { allowUnauthorizedCerts: true } },
			credentials: list.credentials(vendor.url),
		});
		expect(error).toBeUndefined();
		expect(vendor.logins).toHaveLength(list.hasLogin ? 1 : 0);
	});

	it('is not without, and the error says what to do', async () => {
		const vendor = await answers(list.empty);
		const { error } = await runNode({
			parameters: list.parameters,
			credentials: list.credentials(vendor.url),
		});
		const text = `${error?.message} ${error?.description}`;
		expect(text).toMatch(/could not be trusted/);
		expect(text).toMatch(/NODE_EXTRA_CA_CERTS/);
		expect([vendor.asked, vendor.logins]).toEqual([[], []]);
	});
});

it("renews a token of n8n's OAuth2 with Ignore SSL Issues, and stores nothing but the token", async () => {
	const list = vendorNamed('Procurios');
	let number = 0;
	const vendor = await rawVendor(
		(_request, response) => {
			response.writeHead(number++ === 0 ? 401 : 200, { 'Content-Type': 'application/json' });
			response.end(JSON.stringify(list.empty));
		},
		{ tls },
	);
	const credentials = list.credentials(vendor.url, {
		oauthTokenData: { access_token: 'an-old-one' },
	});
	const { error } = await runNode({
		parameters: { ...list.parameters, requestOptions: { allowUnauthorizedCerts: true } },
		credentials,
	});
	expect(error).toBeUndefined();
	expect(vendor.logins).toHaveLength(1);
	expect(credentials.stored).not.toHaveProperty('ignoreSSLIssues');
});

describe.each(each)('%s behind a proxy of the node', (_, list) => {
	it('is asked through it, for tokens too unless n8n fetches them', async () => {
		const proxy = await startProxy();
		const vendor = await rawVendor((_request, response) => {
			response.setHeader('Content-Type', 'application/json');
			response.end(JSON.stringify(list.empty));
		});
		const { error } = await runNode({
			parameters: { ...list.parameters, requestOptions: { proxy: proxy.url } },
			credentials: list.credentials(vendor.url),
		});
		expect(error).toBeUndefined();
		const sent = vendor.asked.length + vendor.logins.length;
		expect(proxy.hosts).toHaveLength(list.name === 'Procurios' ? sent - 1 : sent);
	});
});

it('a login of n8n that a proxy would be needed for says so', async () => {
	const proxy = await startProxy();
	const credentials = vendorNamed('Procurios').credentials('http://127.0.0.1:9');
	const { error } = await runNode({
		parameters: { ...vendorNamed('Procurios').parameters, requestOptions: { proxy: proxy.url } },
		credentials,
	});
	expect(`${error?.message} ${error?.description}`).toMatch(/could not log in[^]*HTTPS_PROXY/);
});
