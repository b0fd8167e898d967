// What the loader imports on the first opening: defines `tim-widget` and the elements that it shows.
import '@tokenim/elements';
import './widget/widget.js';
