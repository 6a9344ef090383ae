// Style sheets are taken up by the bundler, which writes them beside the script.
declare module '*.css';
