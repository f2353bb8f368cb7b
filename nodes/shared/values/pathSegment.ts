import { UserError } from 'n8n-workflow';
import { encoded, isEncodable } from './encoded';
import { quoted } from './typedValue';

/**
 * One segment of a path, so encoded that it stays one.
 * @throws UserError for what no encoding keeps in its place
 */
export function pathSegment(value: string, field: string): string {
	if (value === '' || value === '.' || value === '..' || !isEncodable(value)) {
		throw new UserError(`${quoted(value)} is no value for ${field}`);
	}
	return encoded(value);
}
