type Version = readonly [major: number, minor: number, patch: number];

const VERSION = /^v?(\d+)\.(\d+)\.(\d+)(?:\+.*)?$/;
const COMPARATOR = /^(>=|<=|>|<|=|\^|~)?v?(\d+|[xX*])(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?$/;

/**
 * Whether an installed version is one of those that a registry entry is for.
 *
 * Rule: as in semantic versioning (`>=1.2`, `^1.2.3`, `~1.2`, `1.x`, `1.2 - 2.3`, `||`). A version or a range that can't be read
 * satisfies nothing; nor does a pre-release.
 *
 * @see GPII-FORMATS §3.3; no registry in the field has versions
 */
export function satisfiesVersion(version: string, range: string): boolean {
  const parts = VERSION.exec(version.trim());
  if (parts === null) {
    return false;
  }
  const installed: Version = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return range.split('||').some((alternative) =>
    alternative
      .replace(/(\S+)\s+-\s+(\S+)/g, '>=$1 <=$2')
      .replace(/([<>=^~])\s+/g, '$1')
      .split(/\s+/)
      .filter((comparator) => comparator !== '')
      .every((comparator) => satisfiesComparator(installed, comparator)),
  );
}

function satisfiesComparator(installed: Version, comparator: string): boolean {
  const parts = COMPARATOR.exec(comparator);
  if (parts === null) {
    return false;
  }
  const [major, minor, patch] = parts.slice(2).map(readNumber);
  if (major === undefined) {
    return parts[1] !== '>' && parts[1] !== '<';
  }
  const low: Version = [major, minor ?? 0, patch ?? 0];
  const given = minor === undefined ? 1 : patch === undefined ? 2 : 3;
  return testOperator(parts[1] ?? '=', installed, low, given);
}

function readNumber(part: string | undefined): number | undefined {
  return part !== undefined && /^\d/.test(part) ? Number(part) : undefined;
}

/** @param given - How many numbers of `low` the range names; `1.2` means every version that begins so. */
function testOperator(operator: string, installed: Version, low: Version, given: number): boolean {
  switch (operator) {
    case '>=':
      return compare(installed, low) >= 0;
    case '>':
      return compare(installed, endOf(low, given)) >= 0;
    case '<':
      return compare(installed, low) < 0;
    case '<=':
      return compare(installed, endOf(low, given)) < 0;
    case '~':
      return isBetween(installed, low, endOf(low, Math.min(given, 2)));
    case '^':
      return isBetween(installed, low, endOf(low, Math.min(given, firstNonZero(low))));
    default:
      return isBetween(installed, low, endOf(low, given));
  }
}

/** The first version after all those that share the first `count` numbers. */
function endOf([major, minor, patch]: Version, count: number): Version {
  return count === 1 ? [major + 1, 0, 0] : count === 2 ? [major, minor + 1, 0] : [major, minor, patch + 1];
}

function firstNonZero([major, minor]: Version): number {
  return major > 0 ? 1 : minor > 0 ? 2 : 3;
}

function isBetween(version: Version, low: Version, end: Version): boolean {
  return compare(version, low) >= 0 && compare(version, end) < 0;
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
