export { base } from './base.styles.js';
export { theme } from './theme.js';
