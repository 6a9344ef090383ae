/** ELK itself, in a worker: a bundle of its own (`dist/layout.js`), since it is larger than everything else in the view. */
import 'elkjs/lib/elk-worker.min.js';
