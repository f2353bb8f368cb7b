import type { FieldReader } from '../shared/feed';
import { addLink, addRecipient, isoTimes } from './resources/fields';
import { isTimeField, isoName } from './records';

/** The fields of the records of each list, as tables have them. Their names are those of `records.ts`. */
const COLUMNS = {
	messages: [
		'id',
		'subCommunityId',
		'emailName',
		'fromName',
		'fromAddress',
		'subjectLine',
		'preHeader',
		'categoryName',
		'sentCount',
		'scheduledDateTimestamp',
		'actualSendTimestamp',
		'dateAdded',
	],
	recipients: [
		'id',
		'emailAddress',
		'firstName',
		'lastName',
		'classYear',
		'memberId',
		'constituentId',
		'dateAdded',
		'lastUpdated',
		'messageId',
	],
	deliveries: ['id', 'recipientId', 'timestamp', 'dateAdded', 'messageId'],
	opens: ['id', 'recipientId', 'timestamp', 'dateAdded', 'ipAddress', 'userAgent', 'messageId'],
	clicks: [
		'id',
		'recipientId',
		'linkId',
		'timestamp',
		'dateAdded',
		'ipAddress',
		'userAgent',
		'messageId',
	],
	bounces: ['id', 'recipientId', 'timestamp', 'dateAdded', 'type', 'reason', 'messageId'],
	links: ['id', 'name', 'url', 'messageId'],
} as const;

/** What `completions.ts` adds. */
const RECIPIENT = ['emailAddress', 'firstName', 'lastName', 'constituentId'];
const LINK = ['name', 'url'];
const ACTIVITY = [
	'delivered',
	'deliveredAt',
	'bounced',
	'bounces',
	'openCount',
	'firstOpenedAt',
	'lastOpenedAt',
	'clickCount',
	'firstClickedAt',
	'lastClickedAt',
	'clicks',
];

export type ListName = keyof typeof COLUMNS;

/** With what the fields want to be added. */
export const columnsOf = (list: ListName) => (fields: FieldReader) => [
	...withTimes(COLUMNS[list], fields),
	...(addRecipient.in(fields) ? RECIPIENT.map((name) => `recipient.${name}`) : []),
	...(addLink.in(fields) ? LINK.map((name) => `link.${name}`) : []),
];

export const activityColumns = (fields: FieldReader) => [
	...withTimes(COLUMNS.recipients, fields),
	...ACTIVITY,
];

/** "Add ISO Times" puts each beside the vendor's own. */
const withTimes = (names: readonly string[], fields: FieldReader): string[] =>
	isoTimes.in(fields)
		? names.flatMap((name) => (isTimeField(name) ? [name, isoName(name)] : [name]))
		: [...names];
