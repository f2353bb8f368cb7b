import { filtersField, shown } from '../../shared/editor/listProperties';
import { listResource } from '../../shared/editor/listResource';
import { messageEvents } from '../messageEvents';
import { copernica } from '../vendor';
import { OUTPUT, timeZone } from './fields';
import { daysAtOnce, endDate, eventsFilter, startDate } from './messageFields';
import {
	subjectField,
	subjectFields,
	taggedSubjects,
	tagsFilter,
	untaggedSubjects,
} from './subjects';

const filters = [endDate, eventsFilter, startDate];

export const messageEvent = listResource({
	vendor: copernica,
	resource: 'messageEvent',
	list: messageEvents,
	description:
		'Get what happened to a message, or to those of an address, a profile, tags or a template (API v1)',
	fields: [subjectField.property, ...subjectFields(subjectField)],
	filters: [
		...shown(subjectField.is(...taggedSubjects), [filtersField([...filters, tagsFilter])]),
		...shown(subjectField.is(...untaggedSubjects), [filtersField(filters)]),
	],
	output: OUTPUT,
	options: [daysAtOnce, timeZone],
});
