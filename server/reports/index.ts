/** The reports by what they tell: the map, or the findings in it. */
import { dot } from './dot';
import { findingsJson } from './findingsJson';
import { findingsText } from './findingsText';
import { github } from './github';
import { json } from './json';
import { mermaid } from './mermaid';
import type { MapOptions, Report } from './report';
import { sarif } from './sarif';
import { text } from './text';

export const mapReports: readonly Report<MapOptions>[] = [text, json, mermaid, dot];

export const findingReports: readonly Report[] = [findingsText, findingsJson, sarif, github];
