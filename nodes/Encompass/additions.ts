import type { FieldReader } from '../shared/feed';
import { isOn } from '../shared/params';

// The options that add something to each record.

export const addsRecipient = (fields: FieldReader): boolean =>
	isOn(fields, 'options.addRecipient', 'Add Recipient');

export const addsLink = (fields: FieldReader): boolean =>
	isOn(fields, 'options.addLink', 'Add Link');

export const addsIsoTimes = (fields: FieldReader): boolean =>
	isOn(fields, 'options.isoTimes', 'Add ISO Times');

export const addsTotals = (fields: FieldReader): boolean =>
	isOn(fields, 'options.includeTotals', 'Include Totals');
