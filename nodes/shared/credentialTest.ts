import type { ICredentialTestRequest } from 'n8n-workflow';

type Rules = NonNullable<ICredentialTestRequest['rules']>;
type Rule = Rules[number];

/** What n8n says when the test is answered with a status. */
export const refused = (status: number, message: string): Rule => ({
	type: 'responseCode',
	properties: { value: status, message },
});

/** What n8n says when the answer does not have a field, as a web page has not. */
export const lacking = (key: string, message: string): Rule => ({
	type: 'responseSuccessBody',
	properties: { key, value: undefined, message },
});

/** n8n looks at each rule by itself, although its type wants rules of one kind. */
export const rules = (...each: Rule[]) => each as Rules;
