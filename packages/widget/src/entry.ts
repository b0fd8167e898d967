// What the loader imports on the first opening: defines `tim-widget` and what it shows.
import './widget/widget.js';
