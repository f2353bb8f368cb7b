import { type INodeProperties, UserError } from 'n8n-workflow';
import { shown } from '../../shared/editor/listProperties';
import { choiceField, type Field, type ShowWhen, textField, textsField } from '../../shared/field';
import { pathSegment } from '../../shared/values/pathSegment';
import { SUBJECT_NAMES, type SubjectName, SUBJECTS } from '../subjects';

export const subjectField = choiceField({
	displayName: 'Events Of',
	name: 'subject',
	type: 'options',
	noDataExpression: true,
	options: SUBJECT_NAMES.map((value) => ({ name: SUBJECTS[value].name, value })),
	default: 'message',
	description: 'What the events belong to. The credential needs API Version v1.',
});

/** Those of which events can be narrowed to tags, and the others. */
export const taggedSubjects = SUBJECT_NAMES.filter((each) => SUBJECTS[each].takesTags);
export const untaggedSubjects = SUBJECT_NAMES.filter((each) => !SUBJECTS[each].takesTags);

/** Tags, which the vendor joins with a semicolon. */
const TAGS = /[;,]/;

/** Whose events they are: an ID, an address or tags, as the path of the request has them. */
export const subjectIds = Object.fromEntries(
	SUBJECT_NAMES.map((subject) => [subject, subjectId(subject)]),
) as Record<SubjectName, Field<string>>;

function subjectId(subject: SubjectName): Field<string> {
	const { name, placeholder } = SUBJECTS[subject];
	const property = {
		displayName: /Address|Tags/.test(name) ? name : `${name} ID`,
		name: 'subjectId',
		type: 'string',
		default: '',
		required: true,
		placeholder: `e.g. ${placeholder}`,
	} as const;
	const inPath = (ids: string[], displayName: string) => {
		if (ids.join('') !== '') return ids.map((id) => pathSegment(id, displayName)).join(';');
		throw new UserError(`Of which ${name} the events are is empty`, {
			description: `Fill in ${displayName}.`,
		});
	};
	if (subject !== 'tags') return textField(property).refined((id, field) => inPath([id], field));
	const description = 'Several with semicolons between them: e-mails that carry all of them';
	return textsField({ ...property, description }, TAGS).refined(inPath);
}

/** The fields of `subjectIds`. @param by the field that says of which sort it is */
export const subjectFields = (by: { is(subject: SubjectName): ShowWhen }): INodeProperties[] =>
	SUBJECT_NAMES.flatMap((subject) => shown(by.is(subject), [subjectIds[subject].property]));

export const tagsFilter = textsField(
	{
		displayName: 'Tags',
		name: 'tags',
		within: 'filters',
		type: 'string',
		default: '',
		placeholder: 'e.g. autumn;nl',
		description: 'Only events of e-mails with these tags; several with semicolons between them',
	},
	TAGS,
);
