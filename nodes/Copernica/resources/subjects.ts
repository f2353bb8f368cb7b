import type { INodeProperties } from 'n8n-workflow';
import { type ShowWhen } from '../../shared/editor/listProperties';
import { idFieldOf, SUBJECTS } from '../messageEvents';

const subjects = Object.entries(SUBJECTS);

export const subjectOptions = subjects.map(([value, { name }]) => ({ name, value }));

/** Those of which events can be narrowed to tags, and the others. */
export const taggedSubjects = subjects
	.filter(([, { takesTags }]) => takesTags)
	.map(([value]) => value);
export const untaggedSubjects = subjects
	.filter(([, { takesTags }]) => !takesTags)
	.map(([value]) => value);

/**
 * Whose events they are: an ID, an address or tags.
 * @param by the field that says of which sort
 */
export const subjectFields = (by: string, show: ShowWhen): INodeProperties[] =>
	subjects.map(([value, subject]) => ({
		displayName: idFieldOf(subject),
		name: 'subjectId',
		type: 'string',
		default: '',
		required: true,
		placeholder: `e.g. ${subject.placeholder}`,
		...(value === 'tags' && {
			description: 'Several with semicolons between them: e-mails that carry all of them',
		}),
		displayOptions: { show: { ...show, [by]: [value] } },
	}));

export const tagsFilter: INodeProperties = {
	displayName: 'Tags',
	name: 'tags',
	type: 'string',
	default: '',
	placeholder: 'e.g. autumn;nl',
	description: 'Only events of e-mails with these tags; several with semicolons between them',
};
