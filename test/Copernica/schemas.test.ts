import { Copernica } from '../../nodes/Copernica/Copernica.node';
import { type Sandbox, startSandbox } from '../../sandbox';
import { operationsWithRecords } from '../shared/operations';
import { expectAsInSchema } from '../shared/outputSchema';
import { SchemaRecords } from './schemaRecords';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox()));
afterAll(async () => await sandbox.close());

const PERSON = ['profile', 'subprofile'];
/** Marketing Suite and Publisher call what an event is of by other names. */
const MAILING = ['mailing', 'emailing'];
const OF_PUBLISHER = ['clicks', 'contenttype', 'description', 'document', 'finalgroup'];

/** What one of the products, or of the versions, does not have. */
const MAY_LACK: Record<string, readonly string[]> = {
	'account get': ['customer', 'usedBy', 'license'],
	'bounce getAll': [...MAILING, ...PERSON, 'status', 'errortypedescription'],
	'click getAll': [...MAILING, ...PERSON, 'link_id', 'link_title', 'referer'],
	'complaint getAll': [
		...[...MAILING, ...PERSON, 'report'],
		...['recognized_as', 'feedback_type', 'arf_version', 'details'],
	],
	'delivery getAll': [...MAILING, ...PERSON, 'attempts', 'attempt', 'smtp-response'],
	'destination get': ['messageID', 'internal'],
	'destination getAll': ['ID', 'id', 'messageID', 'internal', 'unsubscribed', 'mailing-group'],
	'emailing get': [...OF_PUBLISHER, 'impressions', 'testgroups', 'tags'],
	'emailing getAll': [
		...[...OF_PUBLISHER, 'impressions', 'testgroups'],
		...['errors', 'unsubscribes', 'abuses'],
	],
	'emailing getStatistics': ['dominant_results'],
	// Of some kind, in one of the shapes: beside the name of the event, or in `data`.
	'messageEvent getAll': [
		...['event', 'type', 'data', 'id', 'time', 'email', 'tags', 'senderdomain', ...PERSON],
		...['template', 'document', 'groupid', 'ip', 'header', 'linkinfo', 'attempts', 'mail'],
		...['status', 'code', 'content', 'description'],
		...['city', 'regioncode', 'countrycode', 'countryname'],
	],
	'open getAll': [...MAILING, ...PERSON, 'referer'],
	'profile get': [],
	'unsubscribe getAll': [...MAILING, ...PERSON, 'success'],
};

it.each(operationsWithRecords(new Copernica()))(
	'the output schema of %s, operation %s, names its fields and no others',
	async (resource, operation) => {
		const records = await new SchemaRecords(sandbox.copernica).of(resource, operation);
		const optional = MAY_LACK[`${resource} ${operation}`]!;
		expectAsInSchema(['Copernica', resource, operation], records, { optional });
		for (const field of optional) {
			expect(records.some((record) => field in record)).toBe(true);
			expect(records.every((record) => field in record)).toBe(false);
		}
	},
);
