import { TimWidget } from './widget.js';

if (!customElements.get('tim-widget')) customElements.define('tim-widget', TimWidget);
