/** Texts as associations and charities write them, with what breaks naive clients. */

export const MAILING_SUBJECTS: readonly string[] = [
	'Nieuwsbrief Januari',
	'Ledenvergadering: agenda en stukken',
	'Uw contributie voor komend jaar',
	'Coördinatoren gezocht — één avond per maand',
	'Bedankt voor uw gift! 💙',
	'🎉 50 jaar vereniging: feest & fair 🎂',
	'Herinnering: "Symposium Zorg" <volgende week>',
	'Efficiënt vergaderen; tips, tricks & meer',
	"'s-Hertogenbosch: regiobijeenkomst",
	'Résultats de l’enquête auprès des membres',
	'نشرة الأعضاء: أخبار الربيع',
	'ברוכים הבאים לעלון החודשי',
	'Sommaire / Inhoud: 1/2',
	'100% korting = geen grap, (bijna) gratis + koffie',
	'👩‍👩‍👧‍👦 Familiedag in het park',
];

export const JOURNEY_SUBJECTS: readonly string[] = [
	'Benefits of your membership',
	'Welkom als nieuw lid, leuk dat je er bent 👋',
	'Je proefperiode eindigt bijna',
	'Heb je je al ingeschreven?',
	'مرحبا بكم',
];

export const MAILING_TITLES: readonly string[] = [
	'Nieuwsbrief',
	'Ledenmail',
	'Actiemail',
	'Magazine',
];

export const JOURNEY_TITLES: readonly string[] = ['Onboarding', 'Donateursreis', 'Verlenging'];

export const GIVEN_NAMES: readonly string[] = [
	'John',
	'Anneloes',
	'Zoë',
	'Jürgen',
	'Siân',
	'Mateusz',
	'فاطمة',
	'נועה',
	'Nguyễn',
	'Ingeborg',
	'Sjoerd',
	'李',
];

export const FAMILY_NAMES: readonly string[] = [
	'Doe',
	'de Vries',
	'van ’t Hoff',
	"O'Neill",
	'IJsselstein-Müller',
	'Ørsted',
	'الحسن',
	'כהן',
	'Łukasiewicz',
	'van der Meer (penningmeester)',
	'小龙',
];

export const LINK_PATHS: readonly string[] = [
	'agenda',
	'lid-worden?utm_source=nieuwsbrief&utm_medium=email',
	'doneren#bedrag',
	'nieuws/coöperatie',
	'uitschrijven/{code}',
	'symposium/2025/programma.pdf',
];
