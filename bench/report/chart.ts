import { init, type EChartsOption } from 'echarts';
import { mediansOf, type Measures, type Result, type Results } from '../results';
import { count } from './names';

const WIDTH = 900;
const HEIGHT = 430;
const FONT = 'Helvetica, Arial, sans-serif';

const LINES: ReadonlyArray<{ name: Result['name']; label: string; color: string }> = [
	{ name: 'httpRequest', label: 'HTTP Request + Split Out', color: '#c0392b' },
	{ name: 'records', label: 'Get Many, items', color: '#8e44ad' },
	{ name: 'batches', label: 'Get Many, 1,000 per item', color: '#2980b9' },
	{ name: 'ndjson', label: 'Export to File, NDJSON', color: '#27874f' },
	{ name: 'bareLoop', label: 'Bare loop', color: '#7f8c8d' },
];

const PLOTS: ReadonlyArray<{ title: string; of(measures: Omit<Measures, 'digest'>): number }> = [
	{ title: 'Seconds until stored', of: ({ wallMs }) => wallMs / 1000 },
	{ title: 'Memory over idle, MB', of: ({ memoryBytes }) => memoryBytes / 1e6 },
];

/** Time and memory against the number of records, without latency, as SVG. */
export function chartOf({ results }: Results): string {
	const own = results.filter(({ vendor, latency }) => vendor === 'procurios' && latency === 0);
	const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
	chart.setOption(optionOf(own));
	const svg = chart.renderToSVGString();
	chart.dispose();
	return `${svg}\n`;
}

function optionOf(results: readonly Result[]): EChartsOption {
	const pointsOf = (name: Result['name'], of: (typeof PLOTS)[number]['of']) =>
		results.flatMap((result) => {
			const measures = result.name === name ? mediansOf(result) : undefined;
			const value = measures && of(measures);
			// A logarithmic axis has no place for what is not there.
			return value !== undefined && value > 0 ? [[result.opens, value]] : [];
		});
	const axis = {
		type: 'log' as const,
		axisLabel: { formatter: (value: number) => count(value), color: '#333', fontFamily: FONT },
		splitLine: { lineStyle: { color: '#e3e3e3' } },
		minorSplitLine: { show: false },
	};
	return {
		animation: false,
		backgroundColor: '#ffffff',
		textStyle: { fontFamily: FONT },
		title: PLOTS.map(({ title }, place) => ({
			text: title,
			left: 20 + place * (WIDTH / 2),
			top: 10,
			textStyle: { fontSize: 15, fontWeight: 'normal' as const, color: '#222' },
		})),
		legend: {
			bottom: 8,
			// Without a browser, the widths of texts are estimates.
			itemGap: 26,
			data: LINES.map(({ label }) => label),
			textStyle: { fontSize: 12, color: '#333' },
		},
		grid: PLOTS.map((_, place) => ({
			left: 60 + place * (WIDTH / 2),
			width: WIDTH / 2 - 95,
			top: 45,
			bottom: 90,
		})),
		xAxis: PLOTS.map((_, gridIndex) => ({
			...axis,
			gridIndex,
			min: 10_000,
			name: 'records',
			nameLocation: 'middle' as const,
			nameGap: 28,
		})),
		yAxis: PLOTS.map((_, gridIndex) => ({
			...axis,
			gridIndex,
			axisLabel: { ...axis.axisLabel, formatter: (value: number) => String(value) },
		})),
		series: PLOTS.flatMap(({ of }, gridIndex) =>
			LINES.map(({ name, label, color }) => ({
				type: 'line' as const,
				name: label,
				data: pointsOf(name, of),
				xAxisIndex: gridIndex,
				yAxisIndex: gridIndex,
				symbol: 'circle',
				symbolSize: 7,
				lineStyle: { width: 2.5, color },
				itemStyle: { color },
			})),
		),
	};
}
