interface Subject {
	/** The subject's name as the user sees it. */
	readonly name: string;
	readonly path: string;
	/** What the field takes. */
	readonly placeholder: string;
	/** Whether its events can be narrowed to tags. */
	readonly takesTags: boolean;
}

/** What v1 has events of. Sources: "GET message events" and its siblings. */
export const SUBJECTS = {
	email: {
		name: 'E-Mail Address',
		path: 'email',
		placeholder: 'ann@example.com',
		takesTags: true,
	},
	message: { name: 'Message', path: 'message', placeholder: 'dkJDF343Df', takesTags: true },
	profile: { name: 'Profile', path: 'profile', placeholder: '310045', takesTags: true },
	oldDocument: {
		name: 'Publisher Document',
		path: 'old/document',
		placeholder: '812',
		takesTags: true,
	},
	oldMessage: {
		name: 'Publisher Message',
		path: 'old/message',
		placeholder: 'dkJDF343Df',
		takesTags: false,
	},
	oldTemplate: {
		name: 'Publisher Template',
		path: 'old/template',
		placeholder: '812',
		takesTags: true,
	},
	subprofile: { name: 'Subprofile', path: 'subprofile', placeholder: '4711', takesTags: true },
	tags: { name: 'Tags', path: 'tags', placeholder: 'autumn;nl', takesTags: false },
	template: { name: 'Template', path: 'template', placeholder: '812', takesTags: true },
} as const satisfies Record<string, Subject>;

export type SubjectName = keyof typeof SUBJECTS;

export const SUBJECT_NAMES = Object.keys(SUBJECTS) as SubjectName[];
