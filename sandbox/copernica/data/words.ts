/** Names as senders and their customers write them, with what breaks naive clients. */

export const SUBJECTS: readonly string[] = [
	'Herfstaanbieding: 20% korting',
	'Nieuwsbrief november — «Vélo»',
	'{$profile.firstname}, je fiets is klaar',
	'Rappel: entretien gratuit à Liège',
	'"Laatste kans" & meer <nieuws>',
	'🚲 Lente!',
];

export const DESCRIPTIONS: readonly string[] = ['', 'Maandelijks', 'A/B: onderwerp', 'Klanten BE'];

export const FROM: ReadonlyArray<readonly [name: string, email: string]> = [
	['Fietsenwinkel Zuid', 'nieuws@fiets.example'],
	['Zoë van "Zuid"', 'zoe@fiets.example'],
	['Vélo Zuid', 'info@velo.example'],
];

export const TAGS: readonly string[] = ['herfst', 'nl', 'be', 'A/B', 'été 2026', '1204'];

/** As templates have them: the code for personal data is not replaced. */
export const LINKS: ReadonlyArray<readonly [url: string, title: string]> = [
	['https://fiets.example/aanbieding', 'Aanbieding'],
	['https://fiets.example/klant/{$profile.customerid}', ''],
	['{webversion}', 'Webversie'],
	['https://fiets.example/zoek?q=é&a=1#top', 'Zoek & vind'],
	['https://velo.example/{if $profile.land == "BE"}be{else}nl{/if}', ''],
];

export const AGENTS: ReadonlyArray<readonly [useragent: string, device: string]> = [
	['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0', 'desktop'],
	['Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15', 'mobile'],
	['Mozilla/5.0 (iPad; CPU OS 19_1 like Mac OS X) AppleWebKit/605.1.15', 'tablet'],
	['', 'unknown'],
];

export interface ErrorWords {
	status: string | null;
	errorcode: string;
	description: string;
	errortype: string;
}

export const ERRORS: readonly ErrorWords[] = [
	{
		status: '5.1.1',
		errorcode: '550',
		description: '550 5.1.1 User unknown',
		errortype: 'error',
	},
	{ status: null, errorcode: '0', description: 'No valid from address is set', errortype: '' },
	{ status: '5.1.2', errorcode: '5.1.2', description: 'Host not found', errortype: 'nohost' },
	{
		status: '5.2.2',
		errorcode: '552',
		description: 'Boîte pleine, "quota"',
		errortype: 'mailerror',
	},
	{ status: null, errorcode: '', description: '', errortype: 'other' },
];

export const FEEDBACK: ReadonlyArray<readonly [recognized: string, type: string]> = [
	['arf', 'abuse'],
	['JMR', 'other'],
	['none', 'opt-out'],
];

export const GIVEN_NAMES: readonly string[] = ['Anne', 'Étienne', 'Joost', 'فاطمة', '李', '🚲 Max'];

export const FAMILY_NAMES: readonly string[] = [
	'de Vries',
	"'t Hart",
	'O’Neill',
	'van der Meer, Jr.',
	'Łukasiewicz',
];

export const INTERESTS: readonly string[] = ['racefiets', 'e-bike', 'reizen'];

/** Databases of the account; the address is in a field of another name in each. */
export const DATABASES: ReadonlyArray<{ id: number; addressField: string }> = [
	{ id: 61, addressField: 'email' },
	{ id: 62, addressField: 'E-mailadres' },
];
