/** Texts as universities write them to their alumni, with what breaks naive clients. */

export const SUBJECTS: readonly string[] = [
	'Join us in May',
	'Réunion des anciens — inscrivez-vous',
	'Your gift at work 💙',
	'Class of 1999: "Save the date" <next week>',
	'校友通訊：春季號',
	'100% of the match, (almost) free & fun = great',
	'👩‍👩‍👧‍👦 Family day on the quad',
	'דבר הבוגרים',
];

export const EMAIL_NAMES: readonly string[] = [
	'Reunion invite',
	'Fall appeal, segment #2',
	'Newsletter — spring',
	'Infolettre été (brouillon)',
	'Annual Fund / Phase 1',
];

export const PRE_HEADERS: readonly string[] = [
	'Seats are limited',
	'Les places sont limitées…',
	'What your classmates did this year',
];

export const SENDERS: ReadonlyArray<readonly [name: string, address: string]> = [
	['Alumni Office', 'alumni@university.example'],
	["O'Neill, Dean of Advancement", 'dean@university.example'],
	['Bureau des diplômés', 'diplomes@universite.example'],
];

export const CATEGORIES: readonly string[] = ['Events', 'Giving', 'Newsletters', 'Évènements'];

export const GIVEN_NAMES: readonly string[] = [
	'Sam',
	'Zoë',
	'Étienne',
	'Siân',
	'Mateusz',
	'فاطمة',
	'Nguyễn',
	'李',
	'Mary-Ann',
];

export const FAMILY_NAMES: readonly string[] = [
	'Grad',
	"O'Neill",
	'Tremblay-Côté',
	'van der Meer, Jr.',
	'Łukasiewicz',
	'الحسن',
	'小龙',
];

export const BOUNCES: ReadonlyArray<readonly [type: string | null, reason: string | null]> = [
	['hard', '550 5.1.1 no such user'],
	['soft', '452 4.2.2 The email account that you tried to reach is over quota'],
	[
		'blocked',
		`554 5.7.1 Message refused; see https://postmaster.example/?p=${'policy-'.repeat(180)}`,
	],
	['dropped', 'Bounced Address'],
	[null, null],
	['hard', '550 5.4.1 «Boîte aux lettres» désactivée\r\n\tcontactez l’administrateur'],
];

export const USER_AGENTS: ReadonlyArray<string | null> = [
	'Mozilla/5.0',
	'Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)',
	null,
	`Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0;${' .NET CLR 3.5.30729;'.repeat(24)} Outlook)`,
	'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
];

export const LINKS: ReadonlyArray<readonly [name: string | null, path: string]> = [
	['Register', 'reunion?utm_source=email&utm_medium=alumni'],
	[null, 'give#amount'],
	['Lire la suite →', 'nouvelles/été'],
	['Unsubscribe', `optout?sid=1&gid=1&token=${'0123456789abcdef'.repeat(60)}`],
	['', 'events/2026/program.pdf'],
];
